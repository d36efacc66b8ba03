using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Forwards a doorbell, which KVM turns into an eventfd signal (KVM_IOEVENTFD), to the device on the vmm thread.</summary>
/// <param name="bell">The eventfd that KVM signals.</param>
internal sealed class QueueDoorbell(EventFd bell, IVirtioDevice device, int queue) : IEventHandler
{
    /// <summary>Handles the signal. The device is active, and its gate is held.</summary>
    public void OnReady(EpollEvents events)
    {
        _ = bell.Drain();
        device.OnNotify(queue);
    }
}
