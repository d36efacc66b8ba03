using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// A vCPU: runs the guest on its own thread and passes the guest's accesses straight to the buses. When the vmm thread kicks it, it leaves the guest
/// at the next instruction and goes to the machine's gate.
/// </summary>
internal sealed unsafe partial class Vcpu : IDisposable
{
    private readonly KvmVcpu _kvm;
    private readonly Bus _ports;
    private readonly Bus _addresses;
    private readonly ResetLine _reset;
    private readonly VcpuGate _gate;
    private readonly EventFd _stopped;
    private readonly DeferredWrite _deferred;
    private readonly VcpuMetrics _metrics;
    private readonly VcpuExits _exits;
    private VcpuOutcome _outcome;
    private int _state;
    private int _threadId;

    /// <summary>Creates a vCPU that does not run yet.</summary>
    /// <param name="index">Its index, 0 to 31.</param>
    /// <param name="kvm">The KVM vCPU; this object disposes it.</param>
    /// <param name="addresses">The bus of guest-physical addresses outside memory.</param>
    /// <param name="reset">Pulled by a device when the guest requests a reset.</param>
    /// <param name="gate">The gate that it passes before entering the guest.</param>
    /// <param name="stopped">Signaled once, when the vCPU has stopped.</param>
    /// <param name="deferred">Its slot for writes deferred to the vmm thread.</param>
    internal Vcpu(
        int index, KvmVcpu kvm, Bus ports, Bus addresses, ResetLine reset, VcpuGate gate, EventFd stopped, DeferredWrite deferred,
        VcpuMetrics metrics)
    {
        Index = index;
        _kvm = kvm;
        _ports = ports;
        _addresses = addresses;
        _reset = reset;
        _gate = gate;
        _stopped = stopped;
        _deferred = deferred;
        _metrics = metrics;
        _exits = metrics.ExitsOf(index);
    }

    /// <summary>Its index, 0 to 31.</summary>
    internal int Index { get; }

    /// <summary>The KVM vCPU, to set registers before the first run.</summary>
    internal KvmVcpu Kvm => _kvm;

    internal VcpuState State => (VcpuState)Volatile.Read(ref _state);

    /// <summary>Why it stopped; valid in <see cref="VcpuState.Stopped"/>.</summary>
    internal VcpuOutcome Outcome => _outcome;

    /// <summary>Binds the vCPU to the calling thread, and unblocks the kick signal during KVM_RUN only.</summary>
    /// <exception cref="LinuxException">KVM rejects the signal mask.</exception>
    internal void Attach()
    {
        _threadId = CurrentThread.Id;
        _kvm.SetSignalMask(SignalMask.Current.Without(VmmSignals.Kick));
        Volatile.Write(ref _state, (int)VcpuState.Ready);
    }

    /// <summary>Runs the guest on the calling thread, from the opening of the gate until the guest ends or the gate is closed.</summary>
    internal void Run()
    {
        if (_gate.Enter())
        {
            Volatile.Write(ref _state, (int)VcpuState.Running);
            while (Step() == VcpuStep.Continue)
            {
            }
        }
        Volatile.Write(ref _state, (int)VcpuState.Stopped);
        _stopped.Signal();
    }

    /// <summary>Sends the vCPU to the gate the next time it enters or leaves the guest. Called from another thread.</summary>
    internal void Kick()
    {
        _kvm.Shared->immediate_exit = 1;
        Interlocked.MemoryBarrier();
        // Fails harmlessly if the thread has ended.
        _ = CurrentThread.Signal(_threadId, VmmSignals.Kick);
    }

    public void Dispose() => _kvm.Dispose();

    private VcpuStep Step()
    {
        Errno error = _kvm.Run();
        if (error.Number == 0)
        {
            return HandleExit();
        }
        if (error == Errno.EINTR)
        {
            return HandleInterruption();
        }
        return error == Errno.EAGAIN
            ? VcpuStep.Continue
            : Stop(VcpuFailure.Describe(Index, error));
    }

    // The kick signal stays pending after KVM_RUN: unless it is consumed, every further KVM_RUN returns at once.
    private VcpuStep HandleInterruption()
    {
        _kvm.Shared->immediate_exit = 0;
        SignalMask.TryTake(new SignalSet().With(VmmSignals.Kick));
        Interlocked.MemoryBarrier();
        // The gate changes before the kick is sent, so a kicked vCPU sees the change.
        if (!_gate.Pass(out bool wasHeld))
        {
            _outcome = VcpuOutcome.Finished;
            return VcpuStep.Stop;
        }
        // Only now is it known whether the gate was shut: it may have been open when the kick arrived.
        if (wasHeld && !_kvm.TellClockOfPause())
        {
            _metrics.ClockFailures.Increment();
        }
        return VcpuStep.Continue;
    }

    private VcpuStep Stop(VcpuOutcome outcome)
    {
        if (outcome.ExitCode != ExitCode.Ok)
        {
            _metrics.Failures.Increment();
        }
        _outcome = outcome;
        // Before leaving: once nobody is inside, a pause is complete, and must find that the guest has ended.
        Volatile.Write(ref _state, (int)VcpuState.Stopped);
        _gate.Leave();
        return VcpuStep.Stop;
    }
}
