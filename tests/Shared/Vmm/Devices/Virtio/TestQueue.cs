using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A driver's side of one virtqueue: its rings, and its positions in them.</summary>
/// <param name="size">Size of the rings, in entries.</param>
internal sealed class TestQueue(TestDriver driver, int number, int size)
{
    private ushort _next;
    private ushort _offered;
    private ushort _taken;

    /// <summary>Size of the rings, in entries.</summary>
    internal int Size => size;

    /// <summary>Address of the descriptor table.</summary>
    internal ulong Table => TestDriver.Table + ((ulong)number * TestDriver.QueueLength);

    /// <summary>Address of the available ring.</summary>
    internal ulong Available => TestDriver.Available + ((ulong)number * TestDriver.QueueLength);

    /// <summary>Address of the used ring.</summary>
    internal ulong Used => TestDriver.Used + ((ulong)number * TestDriver.QueueLength);

    /// <summary>The register values that describe the queue to the device.</summary>
    internal QueueRegisters Registers =>
        new() { Size = (ushort)size, IsReady = true, DescriptorTable = Table, DriverArea = Available, DeviceArea = Used };

    /// <summary>Used entries that nobody has taken.</summary>
    internal int Returned => (ushort)(driver.Load<ushort>(Used + 2) - _taken);

    /// <summary>Resets the positions in the rings.</summary>
    internal void Forget() => _next = _offered = _taken = 0;

    /// <summary>Takes over the positions of another queue, whose memory this one has now.</summary>
    internal void GoOnAs(TestQueue other) => (_next, _offered, _taken) = (other._next, other._offered, other._taken);

    internal void Describe(int index, ulong address, uint length, DescriptorFlags flags, ushort next = 0) => driver.Store(
        Table + ((ulong)index * 16), new vring_desc { addr = address, len = length, flags = flags, next = next });

    /// <summary>Writes a chain of consecutive descriptors and offers it.</summary>
    /// <param name="buffers">The buffers, in order.</param>
    internal ushort Offer(params ReadOnlySpan<TestBuffer> buffers)
    {
        ushort head = (ushort)(_next % size);
        for (int index = 0; index < buffers.Length; index++)
        {
            ushort place = (ushort)(_next++ % size);
            DescriptorFlags flags = (buffers[index].IsWritable ? DescriptorFlags.VRING_DESC_F_WRITE : 0)
                | (index < buffers.Length - 1 ? DescriptorFlags.VRING_DESC_F_NEXT : 0);
            Describe(place, buffers[index].Address, buffers[index].Length, flags, (ushort)(_next % size));
        }
        OfferHead(head);
        return head;
    }

    /// <summary>Offers a chain that is already in the descriptor table.</summary>
    internal void OfferHead(ushort head)
    {
        driver.Store(Available + 4 + ((ulong)(_offered % size) * 2), head);
        driver.Store(Available + 2, ++_offered);
    }

    /// <summary>Takes the next used entry.</summary>
    internal (uint Head, uint Written) Take()
    {
        if (Returned == 0)
        {
            throw new InvalidOperationException("nothing was given back");
        }
        ulong element = Used + 4 + ((ulong)(_taken++ % size) * 8);
        return (driver.Load<uint>(element), driver.Load<uint>(element + 4));
    }
}
