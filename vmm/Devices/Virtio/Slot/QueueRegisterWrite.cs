using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Writes one register of a queue.</summary>
/// <param name="registers">The queue's registers.</param>
/// <param name="value">What the driver wrote.</param>
internal delegate void QueueRegisterWrite(ref QueueRegisters registers, uint value);
