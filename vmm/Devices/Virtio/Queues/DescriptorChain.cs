using System.Runtime.CompilerServices;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// A descriptor chain as the buffers in guest memory that it describes (Virtio 1.2, 2.7.5). Each descriptor is read exactly once, so later changes
/// by the driver have no effect. The object is reused, so that a chain costs no allocation.
/// </summary>
internal sealed unsafe class DescriptorChain(GuestMemory memory)
{
    private readonly GuestBuffer[] _buffers = new GuestBuffer[Virtqueue.MaximumSize];
    private int _count;

    /// <summary>The index of the first descriptor, which identifies the chain to the driver.</summary>
    internal ushort Head { get; private set; }

    /// <summary>
    /// Whether the chain is valid and all of its buffers lie in guest memory. An invalid chain is the driver's mistake in one request: the device
    /// returns it untouched.
    /// </summary>
    internal bool IsSound { get; private set; }

    /// <summary>
    /// The buffers in order, device-readable ones before device-writable ones. Of an invalid chain, the buffers before the fault.
    /// </summary>
    internal ReadOnlySpan<GuestBuffer> Buffers => _buffers.AsSpan(0, _count);

    /// <summary>Reads a chain from the descriptor table.</summary>
    /// <param name="table">The queue's descriptor table.</param>
    /// <param name="size">The length of the table, at most <see cref="Virtqueue.MaximumSize"/>; also the maximum length of a chain.</param>
    /// <param name="head">The index of the first descriptor, less than <paramref name="size"/>.</param>
    /// <param name="mayBeIndirect">Whether the driver has accepted VIRTIO_RING_F_INDIRECT_DESC.</param>
    internal void Read(byte* table, int size, ushort head, bool mayBeIndirect)
    {
        Head = head;
        _count = 0;
        IsSound = TryWalk(new DescriptorTable(table, size), head, size, mayBeIndirect);
    }

    // A chain with more descriptors than the queue is a loop, or violates 2.7.5.3.1.
    private bool TryWalk(DescriptorTable table, uint first, int maximum, bool mayBeIndirect)
    {
        for (uint index = first; _count < maximum && index < table.Length;)
        {
            vring_desc descriptor = table.Read(index);
            if (descriptor.flags.HasFlag(DescriptorFlags.VRING_DESC_F_INDIRECT))
            {
                return mayBeIndirect
                    && !descriptor.flags.HasFlag(DescriptorFlags.VRING_DESC_F_NEXT)
                    && TryFindTable(descriptor, out DescriptorTable indirect)
                    && TryWalk(indirect, 0, maximum, mayBeIndirect: false);
            }
            if (!TryAdd(descriptor))
            {
                return false;
            }
            if (!descriptor.flags.HasFlag(DescriptorFlags.VRING_DESC_F_NEXT))
            {
                return true;
            }
            index = descriptor.next;
        }
        return false;
    }

    private bool TryFindTable(in vring_desc descriptor, out DescriptorTable table)
    {
        table = default;
        if (descriptor.len == 0
            || descriptor.len % sizeof(vring_desc) != 0
            || !memory.TryFind(new GuestAddress(descriptor.addr), descriptor.len, out byte* start))
        {
            return false;
        }
        table = new DescriptorTable(start, (int)(descriptor.len / sizeof(vring_desc)));
        return true;
    }

    private bool TryAdd(in vring_desc descriptor)
    {
        bool isWritable = descriptor.flags.HasFlag(DescriptorFlags.VRING_DESC_F_WRITE);
        bool isBehindWritable = _count > 0 && _buffers[_count - 1].IsWritable;
        GuestAddress address = new(descriptor.addr);
        if ((isBehindWritable && !isWritable) || !memory.TryFind(address, descriptor.len, out byte* start))
        {
            return false;
        }
        _buffers[_count++] = new GuestBuffer(address, start, descriptor.len, isWritable);
        return true;
    }

    private readonly struct DescriptorTable(byte* start, int length)
    {
        internal int Length { get; } = length;

        internal vring_desc Read(uint index) => Unsafe.ReadUnaligned<vring_desc>(start + (index * sizeof(vring_desc)));
    }
}
