using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// A virtual processor: runs the guest on its own thread and takes the guest's exits straight to the buses. When the vmm thread kicks it, it
/// leaves the guest at the next instruction and comes to the machine's gate.
/// </summary>
internal sealed unsafe class Vcpu : IDisposable
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

    /// <summary>Makes a processor that does not run yet.</summary>
    /// <param name="index">Its number, 0 to 31.</param>
    /// <param name="kvm">The kernel's part of it; disposed with this object.</param>
    /// <param name="ports">The machine's ports.</param>
    /// <param name="addresses">What answers at guest-physical addresses that are no memory.</param>
    /// <param name="reset">Pulled by a device when the guest asks for a reset.</param>
    /// <param name="gate">What it passes on its way into the guest.</param>
    /// <param name="stopped">Signalled once when the processor has stopped.</param>
    /// <param name="deferred">Its own cell for writes that are the vmm thread's to make.</param>
    /// <param name="metrics">Count its exits.</param>
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

    /// <summary>Its number, 0 to 31.</summary>
    internal int Index { get; }

    /// <summary>The kernel's part of it, for setting registers before the first run.</summary>
    internal KvmVcpu Kvm => _kvm;

    /// <summary>Where it is in its life.</summary>
    internal VcpuState State => (VcpuState)Volatile.Read(ref _state);

    /// <summary>Why it stopped; meaningful in <see cref="VcpuState.Stopped"/>.</summary>
    internal VcpuOutcome Outcome => _outcome;

    /// <summary>Makes the calling thread the one that can be kicked, and lets the kick into KVM_RUN only.</summary>
    /// <exception cref="LinuxException">The kernel refused the mask.</exception>
    internal void Attach()
    {
        _threadId = CurrentThread.Id;
        _kvm.SetSignalMask(SignalMask.Current.Without(VmmSignals.Kick));
        Volatile.Write(ref _state, (int)VcpuState.Ready);
    }

    /// <summary>Runs the guest on the calling thread, from when the gate opens until the guest ends or the gate is closed.</summary>
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

    /// <summary>Sends the processor to the gate, at its next way into or out of the guest; from another thread.</summary>
    internal void Kick()
    {
        _kvm.Shared->immediate_exit = 1;
        Interlocked.MemoryBarrier();
        // A thread that has ended needs no kick.
        _ = CurrentThread.Signal(_threadId, VmmSignals.Kick);
    }

    /// <summary>Closes the kernel's part.</summary>
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
            : Stop(VcpuOutcome.Failed($"vcpu {Index} cannot enter the guest: {error}"));
    }

    // The kick stays pending after KVM_RUN: unless it is taken, every further KVM_RUN returns at once.
    private VcpuStep HandleInterruption()
    {
        _kvm.Shared->immediate_exit = 0;
        SignalMask.TryTake(new SignalSet().With(VmmSignals.Kick));
        Interlocked.MemoryBarrier();
        // The gate was changed before the kick: whoever is kicked sees it.
        TellClockOfPause();
        if (_gate.Pass())
        {
            return VcpuStep.Continue;
        }
        _outcome = VcpuOutcome.Finished;
        return VcpuStep.Stop;
    }

    private void TellClockOfPause()
    {
        if (_gate.IsShut && !_kvm.TellClockOfPause())
        {
            _metrics.ClockFailures.Increment();
        }
    }

    private VcpuStep HandleExit()
    {
        kvm_run* run = _kvm.Shared;
        switch (run->exit_reason)
        {
            case KvmExitReason.KVM_EXIT_IO:
                VcpuStep step = AccessPort(in run->io);
                return _reset.IsPulled ? Stop(VcpuOutcome.Finished) : step;
            case KvmExitReason.KVM_EXIT_MMIO:
                return AccessMemory(ref run->mmio);
            case KvmExitReason.KVM_EXIT_INTR:
                return VcpuStep.Continue;
            default:
                return Stop(VcpuFailure.Describe(Index, in *run));
        }
    }

    private VcpuStep AccessPort(in kvm_run_io access)
    {
        VcpuStep step = VcpuStep.Continue;
        ulong start = MonotonicClock.Nanoseconds;
        bool reads = access.direction == KvmPortDirection.KVM_EXIT_IO_IN;
        Span<byte> data = _kvm.PortData(in access);
        for (int offset = 0; offset < data.Length && step == VcpuStep.Continue; offset += access.size)
        {
            Span<byte> item = data.Slice(offset, access.size);
            if (reads)
            {
                _ports.Read(access.port, item);
            }
            else
            {
                step = Write(_ports, access.port, item);
            }
        }
        (reads ? ref _exits.PortReads : ref _exits.PortWrites).Add(MonotonicClock.Nanoseconds - start);
        return step;
    }

    private VcpuStep AccessMemory(ref kvm_run_mmio access)
    {
        VcpuStep step = VcpuStep.Continue;
        ulong start = MonotonicClock.Nanoseconds;
        bool reads = access.is_write == 0;
        fixed (byte* data = access.data)
        {
            Span<byte> item = new(data, (int)Math.Min(access.len, sizeof(ulong)));
            if (reads)
            {
                _addresses.Read(access.phys_addr, item);
            }
            else
            {
                step = Write(_addresses, access.phys_addr, item);
            }
        }
        (reads ? ref _exits.MemoryReads : ref _exits.MemoryWrites).Add(MonotonicClock.Nanoseconds - start);
        return step;
    }

    // What a device defers, the vmm thread does meanwhile: this thread is outside the guest and holds nothing.
    private VcpuStep Write(Bus bus, ulong address, ReadOnlySpan<byte> item)
    {
        if (bus.TryWrite(address, item, out IDeferringDevice? device, out ulong offset))
        {
            return VcpuStep.Continue;
        }
        _deferred.Ask(device, offset, item);
        _gate.Leave();
        bool isMade = _gate.Await(_deferred);
        TellClockOfPause();
        if (isMade && _gate.Enter())
        {
            return VcpuStep.Continue;
        }
        _outcome = VcpuOutcome.Finished;
        return VcpuStep.Stop;
    }

    private VcpuStep Stop(VcpuOutcome outcome)
    {
        if (outcome.ExitCode != ExitCode.Ok)
        {
            _metrics.Failures.Increment();
        }
        _outcome = outcome;
        _gate.Leave();
        return VcpuStep.Stop;
    }
}
