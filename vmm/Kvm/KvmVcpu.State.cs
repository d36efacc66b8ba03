using System.Runtime.InteropServices;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

// Reads a vCPU's state to save it, and writes it to load it. Any thread may call these while no thread is in KVM_RUN and the last exit has been
// completed by a KVM_RUN that ended with EINTR: until then a port or memory access is half done.
internal sealed unsafe partial class KvmVcpu
{
    /// <summary>Reads the run state. Call it before the other reads: it applies a pending INIT or SIPI.</summary>
    /// <exception cref="LinuxException"/>
    internal void GetRunState(ref kvm_mp_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_MP_STATE, ref state), nameof(KvmRequest.KVM_GET_MP_STATE));

    /// <summary>Writes the run state.</summary>
    /// <exception cref="LinuxException">KVM does not know the state.</exception>
    internal void SetRunState(ref kvm_mp_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_MP_STATE, ref state), nameof(KvmRequest.KVM_SET_MP_STATE));

    /// <exception cref="LinuxException"/>
    internal void GetRegisters(ref kvm_regs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_REGS, ref registers), nameof(KvmRequest.KVM_GET_REGS));

    /// <param name="state">Receives the state; as long as <see cref="KvmVm.ExtendedStateLength"/>.</param>
    /// <exception cref="LinuxException"/>
    internal void GetExtendedState(ExtendedState state)
    {
        // Kernels without KVM_GET_XSAVE2 never have more than 4096 bytes.
        ref byte first = ref MemoryMarshal.GetReference(state.Bytes);
        if (state.Bytes.Length > sizeof(kvm_xsave))
        {
            Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_XSAVE2, ref first), nameof(KvmRequest.KVM_GET_XSAVE2));
        }
        else
        {
            Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_XSAVE, ref first), nameof(KvmRequest.KVM_GET_XSAVE));
        }
    }

    /// <param name="state">As long as <see cref="KvmVm.ExtendedStateLength"/>.</param>
    /// <exception cref="LinuxException">It has components that the host or the guest's CPUID lacks, or sets reserved bits.</exception>
    internal void SetExtendedState(ExtendedState state) => Check(
        _vcpu.Descriptor.Control(KvmRequest.KVM_SET_XSAVE, ref MemoryMarshal.GetReference(state.Bytes)), nameof(KvmRequest.KVM_SET_XSAVE));

    /// <exception cref="LinuxException"/>
    internal void GetExtendedControl(ref kvm_xcrs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_XCRS, ref registers), nameof(KvmRequest.KVM_GET_XCRS));

    /// <exception cref="LinuxException">They enable components that the guest's CPUID lacks.</exception>
    internal void SetExtendedControl(ref kvm_xcrs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_XCRS, ref registers), nameof(KvmRequest.KVM_SET_XCRS));

    /// <exception cref="LinuxException"/>
    internal void GetDebugRegisters(ref kvm_debugregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_DEBUGREGS, ref registers), nameof(KvmRequest.KVM_GET_DEBUGREGS));

    /// <exception cref="LinuxException">They set reserved bits.</exception>
    internal void SetDebugRegisters(ref kvm_debugregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_DEBUGREGS, ref registers), nameof(KvmRequest.KVM_SET_DEBUGREGS));

    /// <summary>Reads the pending events. Call it after the other reads.</summary>
    /// <exception cref="LinuxException"/>
    internal void GetEvents(ref kvm_vcpu_events events) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_VCPU_EVENTS, ref events), nameof(KvmRequest.KVM_GET_VCPU_EVENTS));

    /// <summary>Writes the pending events.</summary>
    /// <exception cref="LinuxException">The events contradict each other.</exception>
    internal void SetEvents(ref kvm_vcpu_events events) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_VCPU_EVENTS, ref events), nameof(KvmRequest.KVM_SET_VCPU_EVENTS));

    /// <summary>Reads the guest's CPUID leaves, in the order in which they were set.</summary>
    /// <param name="leaves">Receives the leaves, including the values that the kernel updates.</param>
    /// <exception cref="LinuxException"/>
    internal void GetCpuid(CpuidLeaves leaves)
    {
        leaves.MakeRoom(CpuidLeaves.Capacity);
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_CPUID2, ref leaves.Header), nameof(KvmRequest.KVM_GET_CPUID2));
    }

    /// <summary>Rate of the guest's time stamp counter in kHz; 0 when the host does not know it.</summary>
    internal uint TimeStampRate => (uint)Math.Max(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_TSC_KHZ), 0);

    /// <summary>Sets the rate of the guest's time stamp counter.</summary>
    /// <param name="kilohertz">The rate. Requires KVM_CAP_TSC_CONTROL: without it a host accepts some rates and does not keep them.</param>
    /// <exception cref="LinuxException">The processor cannot scale the counter to that rate.</exception>
    internal void SetTimeStampRate(uint kilohertz) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_TSC_KHZ, kilohertz), nameof(KvmRequest.KVM_SET_TSC_KHZ));
}
