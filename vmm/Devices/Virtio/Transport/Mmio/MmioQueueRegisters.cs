using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>The registers of the selected queue (Virtio 1.2, 4.2.2). Addresses are written in two halves.</summary>
internal static class MmioQueueRegisters
{
    /// <summary>Returns how a register is written.</summary>
    /// <returns>Null when it is not a register of a queue.</returns>
    internal static QueueRegisterWrite? WriteTo(MmioRegister register) => register switch
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
