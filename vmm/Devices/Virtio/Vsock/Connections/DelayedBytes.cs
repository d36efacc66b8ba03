using System.Runtime.InteropServices;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>
/// What the host's program has not taken yet: a ring in a block outside the managed heap, which is there only while it holds something. A default value
/// is empty.
/// </summary>
internal unsafe struct DelayedBytes
{
    // The monitor's own line in front of the guest's bytes: "OK", a port, a line feed.
    private const int MostOwn = 16;

    private const int Length = (int)HostCredit.Room + MostOwn;

    private byte* _block;
    private int _start;
    private int _count;

    // Those of the monitor's own line: the guest has no account of them.
    private int _own;

    internal readonly bool IsEmpty => _count == 0;

    /// <summary>The bytes of the guest.</summary>
    internal readonly uint OfGuest => (uint)(_count - _own);

    /// <summary>Adds the rest of the monitor's own line, at most 16 bytes, before anything else.</summary>
    /// <returns>False when the host has no memory.</returns>
    internal bool TryAddOwn(ReadOnlySpan<byte> line)
    {
        if (!TryReserve(line.Length, out Span<byte> first, out _))
        {
            return false;
        }
        line.CopyTo(first);
        _own = line.Length;
        return true;
    }

    /// <summary>Makes room at the end for bytes of the guest, which the caller writes there at once.</summary>
    /// <param name="first">Where they begin.</param>
    /// <param name="second">Where they go on, when they wrap around.</param>
    /// <returns>False when there would be more than the guest may send, or the host has no memory.</returns>
    internal bool TryAdd(int bytes, out Span<byte> first, out Span<byte> second)
    {
        first = second = default;
        return bytes <= HostCredit.Room - OfGuest && TryReserve(bytes, out first, out second);
    }

    /// <summary>The first bytes, as far as they lie together.</summary>
    internal readonly byte* First(out uint count)
    {
        count = (uint)Math.Min(_count, Length - _start);
        return _block + _start;
    }

    /// <summary>The program has taken bytes.</summary>
    /// <returns>How many of them are the guest's.</returns>
    internal uint Remove(int bytes)
    {
        int own = Math.Min(bytes, _own);
        _own -= own;
        _count -= bytes;
        _start = (_start + bytes) % Length;
        if (_count == 0)
        {
            Free();
        }
        return (uint)(bytes - own);
    }

    /// <summary>Forgets everything.</summary>
    internal void Free()
    {
        NativeMemory.Free(_block);
        this = default;
    }

    private bool TryReserve(int bytes, out Span<byte> first, out Span<byte> second)
    {
        first = second = default;
        if (_block is null)
        {
            try
            {
                _block = (byte*)NativeMemory.Alloc(Length);
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }
        int end = (_start + _count) % Length;
        int part = Math.Min(bytes, Length - end);
        first = new Span<byte>(_block + end, part);
        second = new Span<byte>(_block, bytes - part);
        _count += bytes;
        return true;
    }
}
