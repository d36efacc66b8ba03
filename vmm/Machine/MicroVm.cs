using Kiln.Linux;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine.Kvm;
using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Machine;

/// <summary>A built machine: memory, processors and devices. It belongs to the vmm thread.</summary>
internal sealed class MicroVm : IEventHandler, IDisposable
{
    private readonly KvmVm _vm;
    private readonly GuestMemory _memory;
    private readonly Vcpu[] _vcpus;
    private readonly EventFd _stopped;
    private readonly EventLoop _loop;
    private VcpuThread[] _threads = [];

    /// <summary>Puts together what the builder made; this object disposes all of it.</summary>
    /// <param name="vm">The kernel's part.</param>
    /// <param name="memory">What the guest sees as RAM.</param>
    /// <param name="vcpus">The processors, their registers set.</param>
    /// <param name="devices">The devices that every machine has.</param>
    /// <param name="stopped">Signalled by each processor that stops.</param>
    /// <param name="loop">The vmm thread's loop; it ends when a processor stops.</param>
    internal MicroVm(KvmVm vm, GuestMemory memory, Vcpu[] vcpus, LegacyDevices devices, EventFd stopped, EventLoop loop)
    {
        _vm = vm;
        _memory = memory;
        _vcpus = vcpus;
        Devices = devices;
        _stopped = stopped;
        _loop = loop;
        loop.Add(stopped.Descriptor, EpollEvents.EPOLLIN, this);
    }

    /// <summary>The devices that every machine has.</summary>
    internal LegacyDevices Devices { get; }

    /// <summary>Tells when the guest has booted, if somebody wants to know.</summary>
    internal BootReport? BootReport { get; init; }

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

    /// <summary>Starts the processors' threads; they are filtered and wait.</summary>
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

    /// <summary>Lets the processors into the guest.</summary>
    internal void Start()
    {
        foreach (VcpuThread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Stops every processor, and returns when none is in the guest any more.</summary>
    internal void Stop()
    {
        foreach (Vcpu vcpu in _vcpus)
        {
            vcpu.RequestStop();
        }
        // A processor leaves the guest in microseconds; one that the kernel holds for longer ends with the process.
        const int PatienceMilliseconds = 1000;
        while (!Array.TrueForAll(_vcpus, vcpu => vcpu.State == VcpuState.Stopped) && _loop.Turn(PatienceMilliseconds))
        {
        }
    }

    /// <summary>A processor stopped: the machine is over.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _stopped.Drain();
        _loop.Stop();
    }

    /// <summary>Gives back processors, machine and memory; only after <see cref="Stop"/>, or when the threads never started.</summary>
    public void Dispose()
    {
        foreach (Vcpu vcpu in _vcpus)
        {
            vcpu.Dispose();
        }
        BootReport?.Dispose();
        Devices.Dispose();
        _vm.Dispose();
        _memory.Dispose();
        _stopped.Dispose();
    }
}
