using System.Buffers.Binary;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Memory;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A driver's side of a device with one queue: its registers, its rings, and memory for what it offers.</summary>
internal sealed class TestDriver
{
    /// <summary>Where the descriptor table is.</summary>
    internal const ulong Table = 0x1_0000;

    /// <summary>Where the available ring is.</summary>
    internal const ulong Available = 0x1_2000;

    /// <summary>Where the used ring is.</summary>
    internal const ulong Used = 0x1_4000;

    /// <summary>Where memory for buffers begins.</summary>
    internal const ulong Buffers = 0x2_0000;

    /// <summary>The status of a device that works.</summary>
    internal const uint Working = 0x0F;

    private readonly MmioTransport _transport;
    private ushort _next;
    private ushort _offered;
    private ushort _taken;

    /// <summary>Makes a driver that has not looked at its device yet.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="transport">The device's registers.</param>
    /// <param name="size">Entries of the queue.</param>
    internal TestDriver(GuestMemory memory, MmioTransport transport, int size = 16)
    {
        Memory = memory;
        _transport = transport;
        Size = size;
    }

    /// <summary>The guest's memory.</summary>
    internal GuestMemory Memory { get; }

    /// <summary>The device's registers.</summary>
    internal MmioTransport Transport => _transport;

    /// <summary>Entries of the queue.</summary>
    internal int Size { get; }

    /// <summary>The device's status.</summary>
    internal uint Status => Read(MmioRegister.VIRTIO_MMIO_STATUS);

    /// <summary>Chains that the device has given back and nobody has taken.</summary>
    internal int Returned => (ushort)(Load<ushort>(Used + 2) - _taken);

    /// <summary>Reads a register.</summary>
    internal uint Read(MmioRegister register)
    {
        Span<byte> data = stackalloc byte[sizeof(uint)];
        _transport.Read((ulong)register, data);
        return BinaryPrimitives.ReadUInt32LittleEndian(data);
    }

    /// <summary>Writes a register.</summary>
    internal void Write(MmioRegister register, uint value)
    {
        Span<byte> data = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        _transport.Write((ulong)register, data);
    }

    /// <summary>Reads the features that the device offers.</summary>
    internal VirtioFeatures ReadFeatures()
    {
        Write(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL, 0);
        ulong low = Read(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES);
        Write(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL, 1);
        return (VirtioFeatures)(low | ((ulong)Read(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES) << 32));
    }

    /// <summary>Resets the device, and forgets the rings.</summary>
    internal void Reset()
    {
        Write(MmioRegister.VIRTIO_MMIO_STATUS, 0);
        _next = _offered = _taken = 0;
        for (ulong address = Table; address < Buffers; address += sizeof(ulong))
        {
            Store(address, 0UL);
        }
    }

    /// <summary>Brings the device to where its queue is to be set up.</summary>
    /// <param name="features">What is acknowledged.</param>
    internal void Negotiate(VirtioFeatures features)
    {
        Reset();
        Write(MmioRegister.VIRTIO_MMIO_STATUS, 1);
        Write(MmioRegister.VIRTIO_MMIO_STATUS, 3);
        for (uint page = 0; page < 2; page++)
        {
            Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES_SEL, page);
            Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, (uint)((ulong)features >> (int)(32 * page)));
        }
        Write(MmioRegister.VIRTIO_MMIO_STATUS, 0xB);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_SEL, 0);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_NUM, (uint)Size);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW, (uint)Table);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW, (uint)Available);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW, (uint)Used);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_READY, 1);
    }

    /// <summary>Brings the device to work.</summary>
    /// <param name="features">What is acknowledged beside version 1.</param>
    internal void Start(VirtioFeatures features = VirtioFeatures.None)
    {
        Negotiate(features | VirtioFeatures.Version1);
        Write(MmioRegister.VIRTIO_MMIO_STATUS, Working);
    }

    /// <summary>Writes a descriptor.</summary>
    internal void Describe(int index, ulong address, uint length, DescriptorFlags flags, ushort next = 0) => Store(
        Table + ((ulong)index * 16), new vring_desc { addr = address, len = length, flags = flags, next = next });

    /// <summary>Offers a chain of descriptors that are written one behind the other.</summary>
    /// <param name="buffers">The buffers, in turn.</param>
    /// <returns>Its head.</returns>
    internal ushort Offer(params ReadOnlySpan<TestBuffer> buffers)
    {
        ushort head = (ushort)(_next % Size);
        for (int index = 0; index < buffers.Length; index++)
        {
            ushort place = (ushort)(_next++ % Size);
            DescriptorFlags flags = (buffers[index].IsWritable ? DescriptorFlags.VRING_DESC_F_WRITE : 0)
                | (index < buffers.Length - 1 ? DescriptorFlags.VRING_DESC_F_NEXT : 0);
            Describe(place, buffers[index].Address, buffers[index].Length, flags, (ushort)(_next % Size));
        }
        OfferHead(head);
        return head;
    }

    /// <summary>Offers a chain that is in the table already.</summary>
    /// <param name="head">Its head.</param>
    internal void OfferHead(ushort head)
    {
        Store(Available + 4 + ((ulong)(_offered % Size) * 2), head);
        Store(Available + 2, ++_offered);
    }

    /// <summary>Takes the next chain that was given back.</summary>
    internal (uint Head, uint Written) Take()
    {
        if (Returned == 0)
        {
            throw new InvalidOperationException("nothing was given back");
        }
        ulong element = Used + 4 + ((ulong)(_taken++ % Size) * 8);
        return (Load<uint>(element), Load<uint>(element + 4));
    }

    /// <summary>Reads memory.</summary>
    internal T Load<T>(ulong address)
        where T : unmanaged => Memory.TryRead(new GuestAddress(address), out T value) ? value : throw new ArgumentOutOfRangeException(nameof(address));

    /// <summary>Writes memory.</summary>
    internal void Store<T>(ulong address, T value)
        where T : unmanaged
    {
        if (!Memory.TryWrite(new GuestAddress(address), value))
        {
            throw new ArgumentOutOfRangeException(nameof(address));
        }
    }

    /// <summary>A part of memory.</summary>
    internal Span<byte> Bytes(ulong address, int length) =>
        Memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span) ? span : throw new ArgumentOutOfRangeException(nameof(address));
}
