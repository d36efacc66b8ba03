using System.Runtime.CompilerServices;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// One chain that a driver has offered, as its buffers in guest memory (Virtio 1.2, 2.7.5). Each descriptor is read once: what the driver
/// changes afterwards changes nothing here. The object is filled again and again, so that a chain costs no allocation.
/// </summary>
/// <param name="memory">The guest's memory.</param>
internal sealed unsafe class DescriptorChain(GuestMemory memory)
{
    private readonly GuestBuffer[] _buffers = new GuestBuffer[Virtqueue.MaximumSize];
    private int _count;

    /// <summary>Its first descriptor, by which the driver knows it.</summary>
    internal ushort Head { get; private set; }

    /// <summary>
    /// Whether every buffer was found. What is wrong with a chain is the driver's mistake in one request: it is given back untouched.
    /// </summary>
    internal bool IsSound { get; private set; }

    /// <summary>Its buffers in order, those to read before those to write; of a chain that is not sound, those before the fault.</summary>
    internal ReadOnlySpan<GuestBuffer> Buffers => _buffers.AsSpan(0, _count);

    /// <summary>Reads a chain.</summary>
    /// <param name="table">The queue's descriptor table.</param>
    /// <param name="size">Descriptors of the table, at most <see cref="Virtqueue.MaximumSize"/>, which bounds a chain too.</param>
    /// <param name="head">The chain's first descriptor, less than <paramref name="size"/>.</param>
    /// <param name="mayBeIndirect">Whether the driver has acknowledged indirect descriptors.</param>
    internal void Read(byte* table, int size, ushort head, bool mayBeIndirect)
    {
        Head = head;
        _count = 0;
        IsSound = TryWalk(new DescriptorTable(table, size), head, size, mayBeIndirect);
    }

    // A chain of more descriptors than the queue has is a loop, or against 2.7.5.3.1 of the specification.
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
        if ((isBehindWritable && !isWritable) || !memory.TryFind(new GuestAddress(descriptor.addr), descriptor.len, out byte* start))
        {
            return false;
        }
        _buffers[_count++] = new GuestBuffer(start, descriptor.len, isWritable);
        return true;
    }

    private readonly struct DescriptorTable(byte* start, int length)
    {
        internal int Length { get; } = length;

        internal vring_desc Read(uint index) => Unsafe.ReadUnaligned<vring_desc>(start + (index * sizeof(vring_desc)));
    }
}
