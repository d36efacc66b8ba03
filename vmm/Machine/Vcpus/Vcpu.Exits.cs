using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine.Vcpus;

/// Handles the guest's exits: port and memory accesses go straight to the buses, all others end the machine.
internal sealed unsafe partial class Vcpu
{
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

    // The vmm thread performs a write that the device defers; meanwhile this thread is outside the guest and holds no lock.
    private VcpuStep Write(Bus bus, ulong address, ReadOnlySpan<byte> item)
    {
        if (bus.TryWrite(address, item, out IDeferringDevice? device, out ulong offset))
        {
            return VcpuStep.Continue;
        }
        _deferred.Ask(device, offset, item);
        if (_gate.Await(_deferred))
        {
            // Even if the machine is being paused: the next KVM_RUN completes this exit and returns at once.
            return VcpuStep.Continue;
        }
        _outcome = VcpuOutcome.Finished;
        return VcpuStep.Stop;
    }
}
