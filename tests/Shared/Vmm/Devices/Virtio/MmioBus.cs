using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A driver's view of virtio-mmio registers.</summary>
internal sealed class MmioBus(TestWindow window) : IDriverBus
{
    public uint Status
    {
        get => Read(MmioRegister.VIRTIO_MMIO_STATUS);
        set => Write(MmioRegister.VIRTIO_MMIO_STATUS, value);
    }

    public uint Generation => Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION);

    internal uint Read(MmioRegister register) => window.Read((ulong)register);

    internal void Write(MmioRegister register, uint value) => window.Write((ulong)register, value);

    public VirtioFeatures ReadFeatures()
    {
        Write(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL, 0);
        ulong low = Read(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES);
        Write(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL, 1);
        return (VirtioFeatures)(low | ((ulong)Read(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES) << 32));
    }

    public void WriteFeatures(VirtioFeatures features)
    {
        for (uint page = 0; page < 2; page++)
        {
            Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES_SEL, page);
            Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, (uint)((ulong)features >> (int)(32 * page)));
        }
    }

    public uint SizeOf(int queue)
    {
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_SEL, (uint)queue);
        return Read(MmioRegister.VIRTIO_MMIO_QUEUE_NUM_MAX);
    }

    public void SetUp(int queue, in QueueRegisters registers)
    {
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_SEL, (uint)queue);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_NUM, registers.Size);
        WriteAddress(MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW, registers.DescriptorTable);
        WriteAddress(MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW, registers.DriverArea);
        WriteAddress(MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW, registers.DeviceArea);
        Write(MmioRegister.VIRTIO_MMIO_QUEUE_READY, registers.IsReady ? 1u : 0u);
    }

    public void ReadConfiguration(ulong offset, Span<byte> data) => window.Registers.Read((ulong)MmioRegister.VIRTIO_MMIO_CONFIG + offset, data);

    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) =>
        window.Registers.Write((ulong)MmioRegister.VIRTIO_MMIO_CONFIG + offset, data);

    public void Ring(int queue) => Write(MmioRegister.VIRTIO_MMIO_QUEUE_NOTIFY, (uint)queue);

    public bool TakeInterrupt(int queue) => Take(InterruptCauses.VIRTIO_MMIO_INT_VRING);

    public bool TakeConfigurationInterrupt() => Take(InterruptCauses.VIRTIO_MMIO_INT_CONFIG);

    private bool Take(InterruptCauses cause)
    {
        bool isPending = (Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS) & (uint)cause) != 0;
        Write(MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK, (uint)cause);
        return isPending;
    }

    private void WriteAddress(MmioRegister low, ulong address)
    {
        Write(low, (uint)address);
        Write(low + sizeof(uint), (uint)(address >> 32));
    }
}
