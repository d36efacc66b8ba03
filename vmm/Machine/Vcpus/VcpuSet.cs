using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>The processors of a machine with their threads, their gate and their deferred writes. The vmm thread owns it.</summary>
internal sealed class VcpuSet : IEventHandler, IDisposable
{
    // A processor leaves the guest within microseconds; the monitor does not wait longer than this for one stuck in the kernel.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly VcpuGate _gate = new();
    private readonly EventFd _stopped = EventFd.Create();
    private readonly DeferredWrites _deferred;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly List<Vcpu> _vcpus = [];
    private VcpuThread[] _threads = [];

    /// <summary>Creates processors that do not run yet.</summary>
    /// <param name="count">Number of processors, 1 to 32.</param>
    /// <param name="vm">The KVM virtual machine; its interrupt controllers have been created.</param>
    /// <param name="resources">Provides the buses.</param>
    /// <param name="reset">Pulled by a device when the guest requests a reset.</param>
    /// <param name="loop">The vmm thread's event loop; it stops when a processor stops.</param>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal VcpuSet(int count, KvmVm vm, MachineResources resources, ResetLine reset, EventLoop loop, VcpuMetrics metrics)
    {
        _loop = loop;
        try
        {
            _deferred = new DeferredWrites(count, _gate, loop);
            _watch = loop.WatchAttentively(_stopped.Descriptor, this);
            for (int index = 0; index < count; index++)
            {
                _vcpus.Add(new Vcpu(
                    index, vm.CreateVcpu(index), resources.Ports, resources.Addresses, reset, _gate, _stopped, _deferred.Of(index), metrics));
            }
        }
        catch (LinuxException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The KVM vCPUs by index, to set or read their state while they do not run.</summary>
    internal KvmVcpu[] Kvm => [.. _vcpus.ConvertAll(vcpu => vcpu.Kvm)];

    /// <summary>Whether every processor has entered the guest.</summary>
    internal bool AreRunning => _vcpus.TrueForAll(vcpu => vcpu.State == VcpuState.Running);

    /// <summary>Why the machine stopped: a failure of any processor takes precedence over an orderly end. Null while all can still run.</summary>
    internal VcpuOutcome? Outcome
    {
        get
        {
            List<Vcpu> stopped = _vcpus.FindAll(vcpu => vcpu.State == VcpuState.Stopped);
            return (stopped.Find(vcpu => vcpu.Outcome.ExitCode != ExitCode.Ok) ?? (stopped.Count > 0 ? stopped[0] : null))?.Outcome;
        }
    }

    /// <summary>Starts the threads and waits until each is filtered and at the gate.</summary>
    /// <param name="filters">The process's seccomp filters.</param>
    /// <exception cref="VmmFailure">A thread could not be started or prepared.</exception>
    internal void PrepareThreads(ThreadFilters filters)
    {
        _threads = [.. _vcpus.ConvertAll(vcpu => new VcpuThread(vcpu, filters))];
        foreach (VcpuThread thread in _threads)
        {
            thread.Prepare();
        }
    }

    /// <summary>Lets the processors into the guest, for the first time or after a pause.</summary>
    internal void Run() => _gate.Open();

    /// <summary>
    /// Holds every processor outside the guest after an interrupted KVM_RUN, so that no exit is half done. Performs deferred writes first.
    /// </summary>
    /// <returns>False when the kernel did not release a processor in time; then all processors run on.</returns>
    internal bool TryPause()
    {
        _gate.Shut();
        KickAll();
        for (int waiting = 1; waiting > 0;)
        {
            if (!_gate.AwaitStill(_patience, out waiting))
            {
                _gate.Open();
                return false;
            }
            // A completed exit may defer another write: a write across two pages exits once per page.
            _deferred.MakeAll();
        }
        return true;
    }

    /// <summary>Ends every processor; returns when all their threads have ended.</summary>
    internal void Stop()
    {
        _deferred.MakeAll();
        _gate.Close();
        KickAll();
        foreach (VcpuThread thread in _threads)
        {
            _ = thread.Join(_patience);
        }
    }

    /// <summary>Handles the stop of a processor: the machine is over.</summary>
    public void OnReady(EpollEvents events)
    {
        _stopped.Drain();
        _loop.Stop();
    }

    /// <summary>Closes the processors, which have stopped.</summary>
    public void Dispose()
    {
        // Fields are null if the constructor failed halfway.
        _watch?.Dispose();
        Array.ForEach(_threads, thread => thread.Dispose());
        _vcpus.ForEach(vcpu => vcpu.Dispose());
        _deferred?.Dispose();
        _stopped.Dispose();
    }

    private void KickAll() => _vcpus.ForEach(vcpu => vcpu.Kick());
}
