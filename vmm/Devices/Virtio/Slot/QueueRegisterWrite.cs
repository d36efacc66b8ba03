using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Writes one register of a queue.</summary>
/// <param name="value">The value written by the driver.</param>
internal delegate void QueueRegisterWrite(ref QueueRegisters registers, uint value);
