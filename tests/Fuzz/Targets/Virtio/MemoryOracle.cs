using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Knows what a device may write: the used ring, and what chains that are offered give it to write. It reads the rings by itself, and finds every
/// byte of memory that was changed and is none of these.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="length">Bytes of its memory.</param>
internal sealed class MemoryOracle(TestMachine machine, ulong length)
{
    private readonly byte[] _before = new byte[length];
    private readonly List<(ulong Start, ulong End)> _permitted = [];
    private readonly List<(ulong Start, ulong End)> _orders = [];

    private Span<byte> Memory => machine.Driver.Bytes(0, (int)length);

    // What the device reads its orders from changes under its hands when it may also write there: then nothing can be foretold.
    private bool IsCertain => !_permitted.Exists(
        written => _orders.Exists(read => read.Start < written.End && written.Start < read.End));

    /// <summary>The device is about to have its turn.</summary>
    internal void Before()
    {
        Memory.CopyTo(_before);
        _permitted.Clear();
        _orders.Clear();
        if (!machine.Link.IsActive)
        {
            return;
        }
        QueueRegisters queue = machine.Link.Queues[0].Registers;
        Note(_permitted, queue.DeviceArea, 6 + (8 * (ulong)queue.Size));
        Note(_orders, queue.DescriptorTable, 16 * (ulong)queue.Size);
        Note(_orders, queue.DriverArea, 6 + (2 * (ulong)queue.Size));
        // Every entry of the ring: which of them are new is the device's to know.
        for (ulong slot = 0; slot < queue.Size; slot++)
        {
            Walk(queue.DescriptorTable, queue.Size, Load<ushort>(queue.DriverArea + 4 + (2 * slot)), mayBeIndirect: true);
        }
    }

    /// <summary>It has had its turn.</summary>
    /// <exception cref="InvalidOperationException">It has written where it may not.</exception>
    internal void After()
    {
        if (!IsCertain)
        {
            return;
        }
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
