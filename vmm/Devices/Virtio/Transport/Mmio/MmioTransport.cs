using System.Buffers.Binary;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>
/// A device's registers at guest-physical addresses (Virtio 1.2, 4.2, version 2): 256 bytes of 32-bit registers, then the device's
/// configuration. Every vCPU may access them.
/// </summary>
/// <param name="negotiation">What the driver may say when.</param>
internal sealed partial class MmioTransport(Negotiation negotiation) : IDeferringDevice
{
    /// <summary>Bytes of guest-physical addresses that it takes.</summary>
    internal const ulong Length = 0x1000;

    // "virt" in little-endian order.
    private const uint Magic = 0x7472_6976;
    private const uint Version = 2;

    private const ulong ConfigurationStart = (ulong)MmioRegister.VIRTIO_MMIO_CONFIG;

    private readonly DriverLink _link = negotiation.Link;
    private uint _deviceFeaturesPage;
    private uint _driverFeaturesPage;
    private uint _queue;

    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> data)
    {
        lock (_link.Gate)
        {
            if (offset >= ConfigurationStart)
            {
                ReadConfiguration(offset - ConfigurationStart, data);
            }
            else if (data.Length == sizeof(uint))
            {
                BinaryPrimitives.WriteUInt32LittleEndian(data, Read((MmioRegister)offset));
            }
        }
    }

    /// <inheritdoc/>
    public bool Defers(ulong offset, ReadOnlySpan<byte> data) => offset switch
    {
        >= ConfigurationStart => true,
        (ulong)MmioRegister.VIRTIO_MMIO_STATUS when data.Length == sizeof(uint) =>
            Negotiation.ChangesWork(BinaryPrimitives.ReadUInt32LittleEndian(data)),
        _ => false,
    };

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        lock (_link.Gate)
        {
            if (offset >= ConfigurationStart)
            {
                negotiation.WriteConfiguration(offset - ConfigurationStart, data);
            }
            else if (data.Length == sizeof(uint))
            {
                Write((MmioRegister)offset, BinaryPrimitives.ReadUInt32LittleEndian(data));
            }
        }
    }

    private uint Read(MmioRegister register) => register switch
    {
        MmioRegister.VIRTIO_MMIO_MAGIC_VALUE => Magic,
        MmioRegister.VIRTIO_MMIO_VERSION => Version,
        MmioRegister.VIRTIO_MMIO_DEVICE_ID => (uint)negotiation.Device.Type,
        MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES => FeaturesPage((ulong)negotiation.Offered, _deviceFeaturesPage),
        MmioRegister.VIRTIO_MMIO_QUEUE_NUM_MAX => HasQueue ? Virtqueue.MaximumSize : 0u,
        MmioRegister.VIRTIO_MMIO_QUEUE_READY => HasQueue && _link.Queues[_queue].Registers.IsReady ? 1u : 0u,
        MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS => (uint)_link.Pending,
        MmioRegister.VIRTIO_MMIO_STATUS => (uint)_link.Status,
        MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION => _link.Generation,
        _ => 0,
    };

    private void Write(MmioRegister register, uint value)
    {
        switch (register)
        {
            case MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL:
                _deviceFeaturesPage = value;
                break;
            case MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES_SEL:
                _driverFeaturesPage = value;
                break;
            case MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES:
                negotiation.WriteFeatures(FromPage(value, _driverFeaturesPage));
                break;
            case MmioRegister.VIRTIO_MMIO_QUEUE_SEL:
                _queue = value;
                break;
            case MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK:
                negotiation.Acknowledge((InterruptCauses)value);
                break;
            case MmioRegister.VIRTIO_MMIO_STATUS:
                if (negotiation.WriteStatus(value))
                {
                    _deviceFeaturesPage = _driverFeaturesPage = _queue = 0;
                }
                break;
            default:
                if (QueueWrite(register) is { } write)
                {
                    negotiation.WriteQueue(_queue, write, value);
                }
                break;
        }
    }

    private bool HasQueue => _queue < _link.Queues.Length;

    private void ReadConfiguration(ulong offset, Span<byte> data)
    {
        ReadOnlySpan<byte> configuration = negotiation.Device.Configuration;
        if (offset < (ulong)configuration.Length)
        {
            ReadOnlySpan<byte> rest = configuration[(int)offset..];
            rest[..Math.Min(rest.Length, data.Length)].CopyTo(data);
        }
    }

    private static uint FeaturesPage(ulong features, uint page) => page switch
    {
        0 => (uint)features,
        1 => (uint)(features >> 32),
        _ => 0,
    };

    private static VirtioFeatures FromPage(uint value, uint page) => page switch
    {
        0 => (VirtioFeatures)value,
        1 => (VirtioFeatures)((ulong)value << 32),
        _ => VirtioFeatures.None,
    };

    private static QueueRegisterWrite? QueueWrite(MmioRegister register) => register switch
    {
        MmioRegister.VIRTIO_MMIO_QUEUE_NUM => static (ref registers, value) => registers.Size = (ushort)value,
        MmioRegister.VIRTIO_MMIO_QUEUE_READY => static (ref registers, value) => registers.IsReady = value == 1,
        MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW =>
            static (ref registers, value) => registers.DescriptorTable = WithLow(registers.DescriptorTable, value),
        MmioRegister.VIRTIO_MMIO_QUEUE_DESC_HIGH =>
            static (ref registers, value) => registers.DescriptorTable = WithHigh(registers.DescriptorTable, value),
        MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW =>
            static (ref registers, value) => registers.DriverArea = WithLow(registers.DriverArea, value),
        MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_HIGH =>
            static (ref registers, value) => registers.DriverArea = WithHigh(registers.DriverArea, value),
        MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW =>
            static (ref registers, value) => registers.DeviceArea = WithLow(registers.DeviceArea, value),
        MmioRegister.VIRTIO_MMIO_QUEUE_USED_HIGH =>
            static (ref registers, value) => registers.DeviceArea = WithHigh(registers.DeviceArea, value),
        _ => null,
    };

    private static ulong WithLow(ulong address, uint value) => (address & 0xFFFF_FFFF_0000_0000) | value;

    private static ulong WithHigh(ulong address, uint value) => (address & 0xFFFF_FFFF) | ((ulong)value << 32);
}
