using System.Buffers.Binary;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>
/// The virtio-mmio transport (Virtio 1.2, 4.2, version 2): 256 bytes of 32-bit registers, then the configuration space. Any vCPU may access them.
/// </summary>
/// <param name="window">The address page and the interrupt; disposed with the transport.</param>
internal sealed partial class MmioTransport(IMmioWindow window, InterruptMetrics metrics) : IVirtioTransport, IDeferringDevice
{
    /// <summary>The length of its address range in bytes.</summary>
    internal const ulong Length = 0x1000;

    // "virt" in little-endian order.
    private const uint Magic = 0x7472_6976;
    private const uint Version = 2;

    private const ulong ConfigurationStart = (ulong)MmioRegister.VIRTIO_MMIO_CONFIG;

    private const InterruptCauses EveryCause = InterruptCauses.VIRTIO_MMIO_INT_VRING | InterruptCauses.VIRTIO_MMIO_INT_CONFIG;

    private readonly MmioInterrupts _interrupts = new(window.Line, metrics);

    // Set by Attach, before the registers can be accessed.
    private VirtioSlot _slot = null!;
    private uint _deviceFeaturesPage;
    private uint _driverFeaturesPage;
    private uint _queue;

    /// <inheritdoc/>
    public IVirtioInterrupts Interrupts => _interrupts;

    private DriverLink Link => _slot.Link;

    private bool HasQueue => _queue < Link.Queues.Length;

    /// <inheritdoc/>
    public void Attach(VirtioSlot slot)
    {
        _slot = slot;
        for (int queue = 0; queue < slot.Link.Doorbells.Length; queue++)
        {
            window.Connect(slot.Link.Doorbells[queue], (ulong)MmioRegister.VIRTIO_MMIO_QUEUE_NOTIFY, (uint)queue);
        }
        window.Open(this);
    }

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => to.AddVirtioMmio(window.Address, window.Line.Gsi);

    /// <summary>Disconnects the slot from the bus.</summary>
    public void Dispose() => window.Dispose();

    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> data)
    {
        lock (Link.Gate)
        {
            if (offset >= ConfigurationStart)
            {
                _slot.Negotiation.ReadConfiguration(offset - ConfigurationStart, data);
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
        lock (Link.Gate)
        {
            if (offset >= ConfigurationStart)
            {
                _slot.Negotiation.WriteConfiguration(offset - ConfigurationStart, data);
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
        MmioRegister.VIRTIO_MMIO_DEVICE_ID => (uint)_slot.Device.Type,
        MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES => FeaturesPage((ulong)_slot.Negotiation.Offered, _deviceFeaturesPage),
        MmioRegister.VIRTIO_MMIO_QUEUE_NUM_MAX => HasQueue ? Link.Queues[_queue].Capacity : 0u,
        MmioRegister.VIRTIO_MMIO_QUEUE_READY => HasQueue && Link.Queues[_queue].Registers.IsReady ? 1u : 0u,
        MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS => (uint)_interrupts.Pending,
        MmioRegister.VIRTIO_MMIO_STATUS => (uint)Link.Status,
        MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION => Link.Generation,
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
                _slot.Negotiation.WriteFeatures(FromPage(value, _driverFeaturesPage));
                break;
            case MmioRegister.VIRTIO_MMIO_QUEUE_SEL:
                _queue = value;
                break;
            case MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK:
                if (Link.Status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK))
                {
                    _interrupts.Acknowledge((InterruptCauses)value);
                }
                break;
            case MmioRegister.VIRTIO_MMIO_STATUS:
                if (_slot.Negotiation.WriteStatus(value))
                {
                    _deviceFeaturesPage = _driverFeaturesPage = _queue = 0;
                    _interrupts.Pending = default;
                }
                break;
            default:
                if (MmioQueueRegisters.WriteTo(register) is { } write)
                {
                    _slot.Negotiation.WriteQueue(_queue, write, value);
                }
                break;
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
}
