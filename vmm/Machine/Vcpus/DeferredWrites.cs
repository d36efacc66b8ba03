using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// Makes on the vmm thread the writes that processors leave to it: a driver's reset, activation and configuration of a device. The processor
/// that asked waits at the gate, outside the guest, so that a pause never waits for it.
/// </summary>
internal sealed class DeferredWrites : IEventHandler, IDisposable
{
    private readonly EventFd _bell = EventFd.Create();
    private readonly DeferredWrite[] _writes;
    private readonly VcpuGate _gate;
    private readonly Watch _watch;

    /// <summary>Makes a cell for each processor, and listens.</summary>
    /// <param name="processors">How many processors.</param>
    /// <param name="gate">Where they wait.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
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

    /// <summary>The cell of a processor.</summary>
    /// <param name="processor">Its number.</param>
    internal DeferredWrite Of(int processor) => _writes[processor];

    /// <summary>A processor asks.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _bell.Drain();
        MakeAll();
    }

    /// <summary>Makes what was asked for until now: before a pause or the end drains the devices, and whenever the bell rang.</summary>
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

    /// <summary>Leaves the loop; after the processors have ended.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _bell.Dispose();
    }
}
