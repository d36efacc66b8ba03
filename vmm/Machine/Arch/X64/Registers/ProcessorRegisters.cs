using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>
/// Saves and loads all state of a processor that KVM holds. Its buffers are allocated once and reused for every processor; saving and loading
/// allocate nothing except on failure. The vmm thread owns it.
/// </summary>
/// <param name="extendedLength">Bytes of the extended state.</param>
/// <param name="rate">Sets the rate of the time stamp counter.</param>
internal sealed class ProcessorRegisters(int extendedLength, ProcessorMsrs msrs, TimeStampRate rate)
{
    private const string ExtendedField = "xsave";

    private readonly ExtendedState _extended = new(extendedLength);
    private readonly CpuidLeaves _leaves = new();
    private kvm_mp_state _runState;
    private kvm_regs _general;
    private kvm_sregs _system;
    private kvm_xcrs _extendedControl;
    private kvm_debugregs _debug;
    private kvm_lapic_state _apic;
    private kvm_vcpu_events _events;
    private uint _rate;

    /// <summary>The vendor of the processor that was saved, as the guest was told.</summary>
    internal CpuVendor Vendor => _leaves.Find(0) is { } leaf
        ? HostProcessor.VendorOf(new CpuidRegisters(leaf.eax, leaf.ebx, leaf.ecx, leaf.edx))
        : CpuVendor.Other;

    /// <summary>Saves a processor to the current section.</summary>
    /// <param name="vcpu">The processor, parked after a KVM_RUN that ended with EINTR.</param>
    /// <exception cref="VmmFailure">KVM cannot read an MSR.</exception>
    /// <exception cref="LinuxException"/>
    internal void Save(KvmVcpu vcpu, ref StateWriter state)
    {
        // The run state comes first: reading it applies a pending INIT or SIPI, which changes the rest. The events come last: other reads may change
        // them.
        vcpu.GetRunState(ref _runState);
        state.WriteStructure(in _runState);
        vcpu.GetRegisters(ref _general);
        state.WriteStructure(in _general);
        vcpu.GetSystemRegisters(ref _system);
        state.WriteStructure(in _system);
        vcpu.GetExtendedState(_extended);
        state.WriteBytes(_extended.Bytes);
        vcpu.GetExtendedControl(ref _extendedControl);
        state.WriteStructure(in _extendedControl);
        vcpu.GetDebugRegisters(ref _debug);
        state.WriteStructure(in _debug);
        vcpu.GetLocalApic(ref _apic);
        state.WriteStructure(in _apic);
        state.WriteUInt32(vcpu.TimeStampRate);
        vcpu.GetCpuid(_leaves);
        CpuidState.Write(_leaves, ref state);
        msrs.Save(vcpu, _leaves, ref state);
        vcpu.GetEvents(ref _events);
        state.WriteStructure(in _events);
    }

    /// <summary>Loads a processor from the current section. Reads all of it before setting anything.</summary>
    /// <param name="vcpu">A processor that has not run, or whose machine is discarded if this fails.</param>
    /// <returns>Whether its time stamp counter goes on from the saved value.</returns>
    /// <exception cref="StateFailure">The state does not match this host's format, or KVM rejects it.</exception>
    internal bool Load(KvmVcpu vcpu, ref StateReader state)
    {
        Read(ref state);
        Set(vcpu, ref state);
        return msrs.KeepsTimeStamp(vcpu, _rate);
    }

    /// <summary>
    /// Reads a processor from the current section without setting one: the extended state may be of any host, and as long as there is room here.
    /// </summary>
    /// <exception cref="StateFailure">The state does not have the format of a processor.</exception>
    internal void Check(ref StateReader state)
    {
        ReadFirst(ref state);
        int length = state.ReadBytes(ExtendedField, _extended.Bytes);
        if (length < ExtendedState.ShortestLength)
        {
            throw state.Refuse(ExtendedField, $"it has {length} bytes, and at least {ExtendedState.ShortestLength} on every host: take the snapshot again");
        }
        ReadRest(ref state);
    }

    private void Read(ref StateReader state)
    {
        ReadFirst(ref state);
        state.ReadExactly(ExtendedField, _extended.Bytes);
        ReadRest(ref state);
    }

    private void ReadFirst(ref StateReader state)
    {
        state.ReadStructure("mp_state", ref _runState);
        state.ReadStructure("regs", ref _general);
        state.ReadStructure("sregs", ref _system);
    }

    private void ReadRest(ref StateReader state)
    {
        state.ReadStructure("xcrs", ref _extendedControl);
        state.ReadStructure("debugregs", ref _debug);
        state.ReadStructure("lapic", ref _apic);
        _rate = state.ReadUInt32("tsc_khz");
        CpuidState.Read(_leaves, ref state);
        msrs.Read(ref state);
        state.ReadStructure("vcpu_events", ref _events);
    }

    // Order matters: most state depends on the CPUID leaves, the local APIC on the APIC base in the system registers, its timer on the TSC.
    private void Set(KvmVcpu vcpu, ref StateReader state)
    {
        rate.Set(vcpu, _rate, ref state);
        string field = CpuidState.Field;
        try
        {
            vcpu.SetCpuid(_leaves);
            field = "mp_state";
            vcpu.SetRunState(ref _runState);
            field = "regs";
            vcpu.SetRegisters(ref _general);
            field = "sregs";
            vcpu.SetSystemRegisters(ref _system);
            field = ExtendedField;
            vcpu.SetExtendedState(_extended);
            field = "xcrs";
            vcpu.SetExtendedControl(ref _extendedControl);
            field = "debugregs";
            vcpu.SetDebugRegisters(ref _debug);
            field = "lapic";
            vcpu.SetLocalApic(ref _apic);
            field = "msrs";
            msrs.Set(vcpu, in _apic, ref state);
            field = "vcpu_events";
            vcpu.SetEvents(ref _events);
        }
        catch (LinuxException refusal)
        {
            throw state.Refuse(field, $"KVM does not take it ({refusal.Error.Errno}): load it on a host with the same processor and kernel");
        }
        // A guest without KVM's clock does not have to be told about the pause.
        _ = vcpu.TellClockOfPause();
    }
}
