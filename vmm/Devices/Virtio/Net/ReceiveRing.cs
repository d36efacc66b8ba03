using System.Runtime.InteropServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// The driver's receive buffers in their order, as segments that a frame is read into without a copy. A frame fills the first chains; the others stay.
/// </summary>
internal sealed unsafe class ReceiveRing : IDisposable
{
    /// <summary>The most buffers: a queue has no more descriptors, and no chain more buffers than the queue descriptors.</summary>
    internal const int Most = Virtqueue.MaximumSize;

    // Where a frame goes that does not fit: the kernel truncates it silently, so one byte beyond the buffers tells. Never read.
    private const int OverflowLength = 1;

    // Twice the most, so that segments move to the front only after as many were used, and one for the overflow.
    private const int Room = 2 * Most;

    private readonly iovec* _segments = (iovec*)NativeMemory.AllocZeroed(Room + 1, (nuint)sizeof(iovec));
    private readonly byte* _overflow = (byte*)NativeMemory.AllocZeroed(OverflowLength);
    private readonly Chain[] _chains = new Chain[Most];
    private int _firstSegment;
    private int _endSegment;
    private int _firstChain;

    // The segment in whose place the overflow is.
    private iovec _covered;

    /// <summary>The number of chains.</summary>
    internal int Chains { get; private set; }

    /// <summary>The number of their buffers.</summary>
    internal int Buffers { get; private set; }

    /// <summary>The bytes of all chains.</summary>
    internal ulong Capacity { get; private set; }

    /// <summary>The bytes of the first chain.</summary>
    internal ulong First => At(0).Length;

    /// <summary>
    /// Whether a buffer that begins where the one before it ends becomes part of the same segment, which the kernel takes in faster. Not for a driver
    /// of whose chains each is for one frame.
    /// </summary>
    internal bool Joins { get; set; }

    /// <summary>Adds a chain behind the others.</summary>
    /// <param name="chain">A valid chain of device-writable buffers, at least as long as the header.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>False when there is no room for it.</returns>
    internal bool TryAdd(DescriptorChain chain, ulong length)
    {
        int count = chain.Buffers.Length;
        if (Buffers + count > Most)
        {
            return false;
        }
        if (_endSegment + count > Room)
        {
            int segments = _endSegment - _firstSegment;
            new ReadOnlySpan<iovec>(_segments + _firstSegment, segments).CopyTo(new Span<iovec>(_segments, segments));
            (_firstSegment, _endSegment) = (0, segments);
        }
        foreach (ref readonly GuestBuffer buffer in chain.Buffers)
        {
            Append(buffer);
        }
        _chains[(_firstChain + Chains) % Most] = new Chain(chain.Head, count, length);
        Chains++;
        Buffers += count;
        Capacity += length;
        return true;
    }

    /// <summary>Selects the first segments for a read. <see cref="Uncover"/> must follow.</summary>
    /// <param name="wanted">The bytes that suffice; with less, all there is and the overflow are selected.</param>
    /// <param name="count">The number of segments.</param>
    /// <param name="room">The bytes of the segments: a frame that fills them did not fit.</param>
    internal iovec* Cover(ulong wanted, out int count, out ulong room)
    {
        room = 0;
        int end = _firstSegment;
        for (; end < _endSegment && room < wanted; end++)
        {
            room += _segments[end].iov_len;
        }
        if (room <= Tap.MostFrame)
        {
            _covered = _segments[end];
            _segments[end++] = new iovec { iov_base = _overflow, iov_len = OverflowLength };
            room += OverflowLength;
        }
        count = end - _firstSegment;
        return _segments + _firstSegment;
    }

    /// <summary>Puts the segment back where the overflow is.</summary>
    /// <param name="count">The number of segments that were selected.</param>
    internal void Uncover(int count)
    {
        iovec* last = _segments + _firstSegment + count - 1;
        if (last->iov_base == _overflow)
        {
            *last = _covered;
        }
    }

    /// <summary>The number of chains that a frame fills.</summary>
    /// <param name="length">The length of the frame with its header, at most <see cref="Capacity"/>.</param>
    internal int ChainsOf(ulong length)
    {
        int count = 0;
        for (ulong rest = length; rest > 0; count++)
        {
            rest -= Math.Min(rest, At(count).Length);
        }
        return count;
    }

    /// <summary>Writes the header's last field, num_buffers, wherever the segments' borders are.</summary>
    /// <param name="count">The number of chains that the frame at the front fills.</param>
    internal void WriteCount(int count)
    {
        WriteByte(virtio_net_hdr_v1.Length - 2, (byte)count);
        WriteByte(virtio_net_hdr_v1.Length - 1, (byte)(count >> 8));
    }

    /// <summary>Removes the first chain.</summary>
    /// <returns>Its head, and its length in bytes.</returns>
    internal (ushort Head, ulong Length) Take()
    {
        Chain chain = At(0);
        _firstChain = (_firstChain + 1) % Most;
        Chains--;
        Buffers -= chain.Buffers;
        Capacity -= chain.Length;
        iovec* rest = Scatter.Advance(_segments + _firstSegment, chain.Length);
        _firstSegment = (int)(rest - _segments);
        return (chain.Head, chain.Length);
    }

    /// <summary>Forgets all chains.</summary>
    internal void Clear() => (_firstSegment, _endSegment, _firstChain, Chains, Buffers, Capacity) = (0, 0, 0, 0, 0, 0);

    public void Dispose()
    {
        NativeMemory.Free(_segments);
        NativeMemory.Free(_overflow);
    }

    private ref Chain At(int index) => ref _chains[(_firstChain + index) % Most];

    private void Append(in GuestBuffer buffer)
    {
        iovec* last = _segments + _endSegment - 1;
        if (Joins && _endSegment > _firstSegment && (byte*)last->iov_base + (ulong)last->iov_len == buffer.Start)
        {
            last->iov_len += buffer.Length;
        }
        else if (buffer.Length > 0)
        {
            _segments[_endSegment++] = new iovec { iov_base = buffer.Start, iov_len = buffer.Length };
        }
    }

    private void WriteByte(ulong offset, byte value)
    {
        iovec* segment = _segments + _firstSegment;
        for (; offset >= segment->iov_len; segment++)
        {
            offset -= segment->iov_len;
        }
        ((byte*)segment->iov_base)[offset] = value;
    }

    private readonly record struct Chain(ushort Head, int Buffers, ulong Length);
}
