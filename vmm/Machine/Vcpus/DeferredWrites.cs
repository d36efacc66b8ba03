using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// Performs on the vmm thread the writes that processors defer to it: a driver's reset, activation or configuration of a device. The processor waits
/// at the gate, outside the guest, so a pause never has to wait for it.
/// </summary>
internal sealed class DeferredWrites : IEventHandler, IDisposable
{
    private readonly EventFd _bell = EventFd.Create();
    private readonly DeferredWrite[] _writes;
    private readonly VcpuGate _gate;
    private readonly Watch _watch;

    /// <summary>Allocates a slot for each processor and watches for requests.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal DeferredWrites(int processors, VcpuGate gate, EventLoop loop)
    {
        _writes = new DeferredWrite[processors];
        for (int index = 0; index < processors; index++)
        {
            _writes[index] = new DeferredWrite(_bell);
        }
        _gate = gate;
        _watch = loop.Watch(_bell.Descriptor, this);
    }

    /// <summary>The slot of a processor.</summary>
    internal DeferredWrite Of(int processor) => _writes[processor];

    /// <summary>Handles the requests of processors.</summary>
    public void OnReady(EpollEvents events)
    {
        _bell.Drain();
        MakeAll();
    }

    /// <summary>Performs all pending writes: when the bell rang, and before a pause or the end drains the devices.</summary>
    internal void MakeAll()
    {
        foreach (DeferredWrite write in _writes)
        {
            if (write.IsAsked)
            {
                write.Make();
                _gate.Release();
            }
        }
    }

    /// <summary>Leaves the event loop and closes the bell; the processors have ended.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _bell.Dispose();
    }
}
