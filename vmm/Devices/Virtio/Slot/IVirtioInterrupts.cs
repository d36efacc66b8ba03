namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// Sends a device's interrupts: by one shared line, or by one interrupt per queue, depending on the transport. Callable from any thread that holds
/// the slot's gate.
/// </summary>
internal interface IVirtioInterrupts
{
    /// <summary>Sends a used buffer notification (Virtio 1.2, 2.7.10).</summary>
    void SignalQueue(int queue);

    /// <summary>Sends a configuration change notification, also used for DEVICE_NEEDS_RESET.</summary>
    void SignalConfiguration();
}
