using Kiln.Linux.Descriptors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Machine.Vcpus;

namespace Kiln.Vmm.Machine;

/// <summary>A built machine: memory, processors and devices. It belongs to the vmm thread.</summary>
internal sealed class MicroVm : IEventHandler, IDisposable
{
    // A processor leaves the guest in microseconds; one that the kernel holds for longer than this is not waited for.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly MachineParts _parts;
    private readonly Vcpu[] _vcpus;
    private readonly VcpuGate _gate;
    private readonly DeferredWrites _deferred;
    private readonly IReadOnlyDictionary<string, BlockDevice> _drives;
    private readonly EventFd _stopped;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private VcpuThread[] _threads = [];

    /// <summary>Puts together what the builder made.</summary>
    /// <param name="parts">All of it; disposed with this object.</param>
    /// <param name="vcpus">The processors, their registers set.</param>
    /// <param name="gate">The processors' gate.</param>
    /// <param name="deferred">What processors leave to the vmm thread.</param>
    /// <param name="devices">The devices that every machine has.</param>
    /// <param name="drives">Its drives, by their ids.</param>
    /// <param name="acpi">The devices that only ACPI tells of.</param>
    /// <param name="stopped">Signalled by each processor that stops.</param>
    /// <param name="loop">The vmm thread's loop; it ends when a processor stops.</param>
    internal MicroVm(
        MachineParts parts, Vcpu[] vcpus, VcpuGate gate, DeferredWrites deferred, LegacyDevices devices, IReadOnlyDictionary<string, BlockDevice> drives,
        AcpiDevices acpi, EventFd stopped, EventLoop loop)
    {
        _parts = parts;
        _vcpus = vcpus;
        _gate = gate;
        _deferred = deferred;
        Devices = devices;
        _drives = drives;
        Acpi = acpi;
        _stopped = stopped;
        _loop = loop;
        _watch = loop.WatchAttentively(stopped.Descriptor, this);
    }

    /// <summary>The devices that every machine has.</summary>
    internal LegacyDevices Devices { get; }

    /// <summary>The devices that only ACPI tells a guest of.</summary>
    internal AcpiDevices Acpi { get; }

    /// <summary>Whether every processor has been let into the guest.</summary>
    internal bool IsRunning => Array.TrueForAll(_vcpus, vcpu => vcpu.State == VcpuState.Running);

    /// <summary>Why the machine stopped: a failure of any processor wins over an orderly end.</summary>
    internal VcpuOutcome Outcome
    {
        get
        {
            VcpuOutcome outcome = VcpuOutcome.Finished;
            foreach (Vcpu vcpu in _vcpus)
            {
                if (vcpu.State == VcpuState.Stopped && vcpu.Outcome.ExitCode != ExitCode.Ok)
                {
                    outcome = vcpu.Outcome;
                }
            }
            return outcome;
        }
    }

    /// <summary>What can be changed of a drive while the guest runs; null when there is no such drive.</summary>
    /// <param name="id">Its id.</param>
    internal IDriveControl? DriveOf(string id) => _drives.GetValueOrDefault(id);

    /// <summary>Starts the processors' threads; they are filtered and wait at the gate.</summary>
    /// <param name="filters">The filters of the process, or null without seccomp.</param>
    /// <exception cref="VmmFailure">A thread could not be prepared.</exception>
    internal void PrepareThreads(ThreadFilters? filters)
    {
        _threads = Array.ConvertAll(_vcpus, vcpu => new VcpuThread(vcpu, filters));
        foreach (VcpuThread thread in _threads)
        {
            thread.Prepare();
        }
    }

    /// <summary>Lets the processors into the guest: for the first time, or after a pause.</summary>
    internal void Run() => _gate.Open();

    /// <summary>Holds every processor outside the guest.</summary>
    /// <returns>False when the kernel did not let one of them out in time; then all of them run on.</returns>
    internal bool TryPause()
    {
        _gate.Shut();
        KickAll();
        if (_gate.AwaitEmpty(_patience))
        {
            // Nobody asks for more: what was asked for is done before the devices are still.
            _deferred.MakeAll();
            foreach (BlockDevice drive in _drives.Values)
            {
                drive.Drain();
            }
            return true;
        }
        _gate.Open();
        return false;
    }

    /// <summary>Ends every processor, and returns when no thread runs any more.</summary>
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

    /// <summary>A processor stopped: the machine is over.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _stopped.Drain();
        _loop.Stop();
    }

    /// <summary>Ends the processors, and gives back everything.</summary>
    public void Dispose()
    {
        Stop();
        _watch.Dispose();
        Array.ForEach(_threads, thread => thread.Dispose());
        _parts.Dispose();
    }

    private void KickAll() => Array.ForEach(_vcpus, vcpu => vcpu.Kick());
}
