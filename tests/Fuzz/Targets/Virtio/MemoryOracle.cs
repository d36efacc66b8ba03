using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Knows what a device may write: the used ring, and the writable buffers of offered chains. It reads the rings independently, and detects every
/// other change of memory. Changed pages must be marked as dirty, and no others.
/// </summary>
/// <param name="length">Size of memory in bytes.</param>
internal sealed unsafe class MemoryOracle(TestMachine machine, ulong length)
{
    private readonly byte[] _before = new byte[length];
    private readonly List<(ulong Start, ulong End)> _permitted = [];
    private readonly List<(ulong Start, ulong End)> _orders = [];

    // Accessed without marking pages.
    private Span<byte> Memory => new(machine.Memory.HostAddressOf(0), (int)length);

    private PageBitmap Marks => machine.Memory.Dirty!.Of(machine.Memory.Regions[0]);

    // If the device may write where its own rings or descriptors are, nothing can be predicted.
    private bool IsCertain => !_permitted.Exists(
        written => _orders.Exists(read => read.Start < written.End && written.Start < read.End));

    /// <summary>Call this before the device runs.</summary>
    internal void Before()
    {
        Memory.CopyTo(_before);
        Marks.Clear();
        _permitted.Clear();
        _orders.Clear();
        if (!machine.Link.IsActive)
        {
            return;
        }
        foreach (Virtqueue queue in machine.Link.Queues)
        {
            Note(queue.Registers);
        }
    }

    /// <summary>Call this after the device has run.</summary>
    /// <exception cref="InvalidOperationException">The device has written outside permitted memory, or marked the wrong pages.</exception>
    internal void After()
    {
        if (IsCertain)
        {
            CompareBytes();
        }
        ComparePages();
    }

    private void CompareBytes()
    {
        Span<byte> after = Memory;
        for (int at = 0; (at += after[at..].CommonPrefixLength(_before.AsSpan(at))) < after.Length;)
        {
            int end = EndOf((ulong)at);
            if (end == at)
            {
                throw new InvalidOperationException("the device has written where it may not");
            }
            at = end;
        }
    }

    private void ComparePages()
    {
        const int Page = PageBitmap.PageLength;
        for (int at = 0; at < (int)length; at += Page)
        {
            bool isMarked = Marks.IsSet((ulong)at / Page);
            if (!isMarked && !Memory.Slice(at, Page).SequenceEqual(_before.AsSpan(at, Page)))
            {
                throw new InvalidOperationException($"the device has written page 0x{at:x} and not marked it");
            }
            if (isMarked && IsCertain && !_permitted.Exists(range => range.Start < (ulong)at + Page && (ulong)at < range.End))
            {
                throw new InvalidOperationException($"the device has marked page 0x{at:x}, which it may not write");
            }
        }
    }

    private int EndOf(ulong address)
    {
        ulong end = address;
        foreach ((ulong first, ulong last) in _permitted)
        {
            if (address >= first && address < last)
            {
                end = Math.Max(end, last);
            }
        }
        return (int)end;
    }

    private void Walk(ulong table, uint size, uint first, bool mayBeIndirect)
    {
        uint index = first;
        for (int count = 0; count <= Virtqueue.MaximumSize && index < size; count++)
        {
            ulong place = table + (16 * index);
            ulong address = Load<ulong>(place);
            uint bytes = Load<uint>(place + 8);
            DescriptorFlags flags = (DescriptorFlags)Load<ushort>(place + 12);
            if ((flags & DescriptorFlags.VRING_DESC_F_INDIRECT) != 0)
            {
                if (mayBeIndirect && IsMemory(address, bytes))
                {
                    Note(_orders, address, bytes);
                    Walk(address, bytes / 16, 0, mayBeIndirect: false);
                }
                return;
            }
            if ((flags & DescriptorFlags.VRING_DESC_F_WRITE) != 0)
            {
                Note(_permitted, address, bytes);
            }
            if ((flags & DescriptorFlags.VRING_DESC_F_NEXT) == 0)
            {
                return;
            }
            index = Load<ushort>(place + 14);
        }
    }

    private void Note(in QueueRegisters queue)
    {
        Note(_permitted, queue.DeviceArea, 6 + (8 * (ulong)queue.Size));
        Note(_orders, queue.DescriptorTable, 16 * (ulong)queue.Size);
        Note(_orders, queue.DriverArea, 6 + (2 * (ulong)queue.Size));
        // All entries of the ring: only the device knows which are new.
        for (ulong slot = 0; slot < queue.Size; slot++)
        {
            Walk(queue.DescriptorTable, queue.Size, Load<ushort>(queue.DriverArea + 4 + (2 * slot)), mayBeIndirect: true);
        }
    }

    private void Note(List<(ulong Start, ulong End)> ranges, ulong address, ulong bytes)
    {
        if (IsMemory(address, bytes))
        {
            ranges.Add((address, address + bytes));
        }
    }

    private bool IsMemory(ulong address, ulong bytes) => address <= length && bytes <= length - address;

    private T Load<T>(ulong address)
        where T : unmanaged => machine.Memory.TryRead(new GuestAddress(address), out T value) ? value : default;
}
