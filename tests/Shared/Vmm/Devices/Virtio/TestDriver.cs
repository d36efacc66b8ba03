using System.Linq;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A driver for any device over any transport: it follows the specification's initialization sequence, and has rings and buffers.</summary>
internal sealed class TestDriver
{
    /// <summary>Address of the first queue's descriptor table.</summary>
    internal const ulong Table = 0x1_0000;

    /// <summary>Address of its available ring.</summary>
    internal const ulong Available = Table + 0x1000;

    /// <summary>Address of its used ring.</summary>
    internal const ulong Used = Table + 0x1400;

    /// <summary>Distance between the rings of consecutive queues, with room for 256 entries each.</summary>
    internal const ulong QueueLength = 0x2000;

    /// <summary>Start of the memory for buffers, after eight queues.</summary>
    internal const ulong Buffers = Table + (8 * QueueLength);

    /// <summary>The status of a fully initialized device.</summary>
    internal const uint Working = 0x0F;

    /// <summary>Creates a driver that has not touched its device yet.</summary>
    /// <param name="size">Size of each queue, in entries.</param>
    internal TestDriver(GuestMemory memory, IDriverBus bus, int queueCount = 1, int size = 16)
    {
        Memory = memory;
        Bus = bus;
        Queues = [.. Enumerable.Range(0, queueCount).Select(number => new TestQueue(this, number, size))];
    }

    internal GuestMemory Memory { get; }

    internal IDriverBus Bus { get; }

    internal TestQueue[] Queues { get; }

    /// <summary>Size of each queue, in entries.</summary>
    internal int Size => Queues[0].Size;

    internal uint Status => Bus.Status;

    /// <summary>Used entries of the first queue that nobody has taken.</summary>
    internal int Returned => Queues[0].Returned;

    /// <summary>Resets the device and the rings.</summary>
    internal void Reset()
    {
        Bus.Status = 0;
        Array.ForEach(Queues, queue => queue.Forget());
        Bytes(Table, (int)(Buffers - Table)).Clear();
    }

    /// <summary>Initializes the device up to feature negotiation.</summary>
    internal void Negotiate(VirtioFeatures features)
    {
        Reset();
        Bus.Status = 1;
        Bus.Status = 3;
        Bus.WriteFeatures(features);
        Bus.Status = 0xB;
        for (int queue = 0; queue < Queues.Length; queue++)
        {
            Bus.SetUp(queue, Queues[queue].Registers);
        }
    }

    /// <summary>Initializes the device completely, up to DRIVER_OK.</summary>
    /// <param name="features">Features to acknowledge in addition to VIRTIO_F_VERSION_1.</param>
    internal void Start(VirtioFeatures features = VirtioFeatures.None)
    {
        Negotiate(features | VirtioFeatures.Version1);
        Bus.Status = Working;
    }

    /// <summary>Offers a descriptor chain in the first queue.</summary>
    internal ushort Offer(params ReadOnlySpan<TestBuffer> buffers) => Queues[0].Offer(buffers);

    /// <summary>Takes the next used entry of the first queue.</summary>
    internal (uint Head, uint Written) Take() => Queues[0].Take();

    internal T Load<T>(ulong address)
        where T : unmanaged => Memory.TryRead(new GuestAddress(address), out T value) ? value : throw new ArgumentOutOfRangeException(nameof(address));

    internal void Store<T>(ulong address, T value)
        where T : unmanaged
    {
        if (!Memory.TryWrite(new GuestAddress(address), value))
        {
            throw new ArgumentOutOfRangeException(nameof(address));
        }
    }

    /// <summary>A part of guest memory.</summary>
    internal Span<byte> Bytes(ulong address, int length) =>
        Memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span) ? span : throw new ArgumentOutOfRangeException(nameof(address));
}
