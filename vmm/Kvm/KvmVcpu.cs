using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Linux.Signals;

namespace Kiln.Vmm.Kvm;

/// <summary>A KVM vCPU and the page that it shares with this process.</summary>
internal sealed unsafe partial class KvmVcpu : IDisposable
{
    private readonly OwnedDescriptor _vcpu;
    private readonly Mapping _shared;

    /// <summary>Takes ownership of a vCPU's descriptor and maps its shared page.</summary>
    /// <exception cref="LinuxException">The page cannot be mapped.</exception>
    internal KvmVcpu(int number, int sharedPageLength)
    {
        _vcpu = new OwnedDescriptor(number);
        _shared = Mapping.OfDescriptor(_vcpu.Descriptor, (nuint)sharedPageLength, Protection.PROT_READ | Protection.PROT_WRITE);
    }

    /// <summary>The page shared with the kernel; valid until this object is disposed.</summary>
    internal kvm_run* Shared => (kvm_run*)_shared.Address;

    /// <summary>Runs the guest until it exits to this process.</summary>
    /// <returns>0 when <see cref="kvm_run.exit_reason"/> says why the guest exited, otherwise the error number.</returns>
    internal Errno Run() => _vcpu.Descriptor.Control(KvmRequest.KVM_RUN) < 0 ? SystemError.Last("ioctl").Errno : default;

    /// <summary>Data of a port access, in the shared page.</summary>
    /// <param name="access">The access, as <see cref="Shared"/> describes it.</param>
    internal Span<byte> PortData(in kvm_run_io access) =>
        new(_shared.Address + access.data_offset, checked((int)(access.size * access.count)));

    /// <exception cref="LinuxException"/>
    internal void SetRegisters(ref kvm_regs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_REGS, ref registers), "KVM_SET_REGS");

    /// <summary>Reads the segment, descriptor table and control registers.</summary>
    /// <exception cref="LinuxException"/>
    internal void GetSystemRegisters(ref kvm_sregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_SREGS, ref registers), "KVM_GET_SREGS");

    /// <summary>Sets the segment, descriptor table and control registers.</summary>
    /// <exception cref="LinuxException">The values contradict each other.</exception>
    internal void SetSystemRegisters(ref kvm_sregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_SREGS, ref registers), "KVM_SET_SREGS");

    /// <summary>Sets the x87 and SSE state.</summary>
    /// <exception cref="LinuxException"/>
    internal void SetFloatingPoint(ref kvm_fpu state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_FPU, ref state), "KVM_SET_FPU");

    /// <summary>Sets the CPUID leaves that the guest sees.</summary>
    /// <exception cref="LinuxException">A leaf asks for a feature that the host lacks.</exception>
    internal void SetCpuid(CpuidLeaves leaves) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_CPUID2, ref leaves.Header), "KVM_SET_CPUID2");

    /// <summary>Reads the CPUID leaves that the guest sees.</summary>
    /// <returns>The leaves, including the values that the kernel updates.</returns>
    /// <exception cref="LinuxException"/>
    internal CpuidLeaves GetCpuid()
    {
        CpuidLeaves leaves = new();
        GetCpuid(leaves);
        leaves.Sort();
        return leaves;
    }

    /// <param name="registers">MSR indexes; receives the values.</param>
    /// <returns>How many were read; the MSR after them failed.</returns>
    /// <exception cref="LinuxException"/>
    internal int GetMsrs(MsrList registers)
    {
        int read = _vcpu.Descriptor.Control(KvmRequest.KVM_GET_MSRS, ref registers.Header);
        Check(read, "KVM_GET_MSRS");
        return read;
    }

    /// <summary>Writes MSRs, in order.</summary>
    /// <returns>How many were written; the MSR after them failed.</returns>
    /// <exception cref="LinuxException"/>
    internal int SetMsrs(MsrList registers)
    {
        int taken = _vcpu.Descriptor.Control(KvmRequest.KVM_SET_MSRS, ref registers.Header);
        Check(taken, "KVM_SET_MSRS");
        return taken;
    }

    /// <exception cref="LinuxException"/>
    internal void GetLocalApic(ref kvm_lapic_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_LAPIC, ref state), "KVM_GET_LAPIC");

    /// <exception cref="LinuxException"/>
    internal void SetLocalApic(ref kvm_lapic_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_LAPIC, ref state), "KVM_SET_LAPIC");

    /// <summary>Sets the signals that are blocked while the guest runs; they replace the thread's own mask.</summary>
    /// <param name="blocked">A signal that the thread blocks and this set does not makes KVM_RUN return EINTR, and stays pending.</param>
    /// <exception cref="LinuxException"/>
    internal void SetSignalMask(SignalSet blocked)
    {
        SignalMaskArgument argument = new() { Head = { len = sizeof(ulong) }, Set = blocked.Bits };
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_SIGNAL_MASK, ref argument), "KVM_SET_SIGNAL_MASK");
    }

    /// <summary>Tells the guest's paravirtual clock about a pause, so that the guest's watchdogs do not fire when it resumes.</summary>
    /// <returns>False when the guest does not use that clock, or not yet.</returns>
    internal bool TellClockOfPause() => _vcpu.Descriptor.Control(KvmRequest.KVM_KVMCLOCK_CTRL) == 0;

    /// <summary>Unmaps the shared page and closes the vCPU.</summary>
    public void Dispose()
    {
        _shared.Dispose();
        _vcpu.Dispose();
    }

    private static void Check(int result, string request) => LinuxException.ThrowIfFailed(result, "ioctl", request);

    [NotInHeader("kvm_signal_mask with its flexible array given a length; it follows at offset 4, unaligned")]
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct SignalMaskArgument
    {
        internal kvm_signal_mask Head;
        internal ulong Set;
    }
}
