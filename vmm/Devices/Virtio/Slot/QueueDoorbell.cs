using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// Brings a driver's doorbell, which the kernel takes on the vCPU's behalf (KVM_IOEVENTFD), to the device on the vmm thread.
/// </summary>
internal sealed class QueueDoorbell : IEventHandler, IDisposable
{
    private readonly DriverLink _link;
    private readonly IVirtioDevice _device;
    private readonly int _queue;
    private readonly Watch _watch;

    /// <summary>Begins to listen.</summary>
    /// <param name="link">The device's link.</param>
    /// <param name="device">The device.</param>
    /// <param name="queue">The queue's number.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">The kernel has no memory for it.</exception>
    internal QueueDoorbell(DriverLink link, IVirtioDevice device, int queue, EventLoop loop)
    {
        _link = link;
        _device = device;
        _queue = queue;
        _watch = loop.Watch(Bell.Descriptor, this);
    }

    private EventFd Bell => _link.Doorbells[_queue];

    /// <summary>It rang. A device that no driver uses, or that waits for its reset, hears nothing.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _ = Bell.Drain();
        lock (_link.Gate)
        {
            if (_link.IsActive)
            {
                _device.OnDoorbell(_queue);
            }
        }
    }

    /// <summary>Leaves the loop.</summary>
    public void Dispose() => _watch.Dispose();
}
