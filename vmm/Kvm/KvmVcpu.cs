using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Linux.Signals;

namespace Kiln.Vmm.Kvm;

/// <summary>A virtual processor of the kernel, and the page that it shares with this process.</summary>
internal sealed unsafe class KvmVcpu : IDisposable
{
    private readonly OwnedDescriptor _vcpu;
    private readonly Mapping _shared;

    /// <summary>Takes ownership of a vCPU's descriptor and maps its page.</summary>
    /// <param name="number">What KVM_CREATE_VCPU returned.</param>
    /// <param name="sharedPageLength">Bytes to map.</param>
    /// <exception cref="LinuxException">The page cannot be mapped.</exception>
    internal KvmVcpu(int number, int sharedPageLength)
    {
        _vcpu = new OwnedDescriptor(number);
        _shared = Mapping.OfDescriptor(_vcpu.Descriptor, (nuint)sharedPageLength, Protection.PROT_READ | Protection.PROT_WRITE);
    }

    /// <summary>What the vCPU shares with the kernel; valid while this object lives.</summary>
    internal kvm_run* Shared => (kvm_run*)_shared.Address;

    /// <summary>Enters the guest until something needs this process.</summary>
    /// <returns>Number 0 when <see cref="kvm_run.exit_reason"/> says what, or the error number.</returns>
    internal Errno Run() => _vcpu.Descriptor.Control(KvmRequest.KVM_RUN) < 0 ? SystemError.Last("ioctl").Errno : default;

    /// <summary>The data of a port access.</summary>
    /// <param name="access">The access, as the kernel described it in <see cref="Shared"/>.</param>
    internal Span<byte> PortData(in kvm_run_io access) =>
        new(_shared.Address + access.data_offset, checked((int)(access.size * access.count)));

    /// <summary>Sets the general registers.</summary>
    /// <param name="registers">Their values.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void SetRegisters(ref kvm_regs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_REGS, ref registers), "KVM_SET_REGS");

    /// <summary>Reads segments and control registers.</summary>
    /// <param name="registers">Filled.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void GetSystemRegisters(ref kvm_sregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_SREGS, ref registers), "KVM_GET_SREGS");

    /// <summary>Sets segments and control registers.</summary>
    /// <param name="registers">Their values.</param>
    /// <exception cref="LinuxException">The values contradict each other.</exception>
    internal void SetSystemRegisters(ref kvm_sregs registers) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_SREGS, ref registers), "KVM_SET_SREGS");

    /// <summary>Sets the floating point state.</summary>
    /// <param name="state">Its values.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void SetFloatingPoint(ref kvm_fpu state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_FPU, ref state), "KVM_SET_FPU");

    /// <summary>Sets the CPUID leaves that the guest sees.</summary>
    /// <param name="leaves">The leaves.</param>
    /// <exception cref="LinuxException">A leaf asks for what the host has not.</exception>
    internal void SetCpuid(CpuidLeaves leaves) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_CPUID2, ref leaves.Header), "KVM_SET_CPUID2");

    /// <summary>Reads the CPUID leaves that the guest sees.</summary>
    /// <returns>The leaves, with what the kernel itself keeps up to date.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal CpuidLeaves GetCpuid()
    {
        CpuidLeaves leaves = new();
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_CPUID2, ref leaves.Header), "KVM_GET_CPUID2");
        leaves.Sort();
        return leaves;
    }

    /// <summary>Reads model-specific registers.</summary>
    /// <param name="registers">Their numbers; their values are filled in.</param>
    /// <returns>How many were read; the next one was not.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal int GetMsrs(MsrList registers)
    {
        int read = _vcpu.Descriptor.Control(KvmRequest.KVM_GET_MSRS, ref registers.Header);
        Check(read, "KVM_GET_MSRS");
        return read;
    }

    /// <summary>Writes model-specific registers, in order.</summary>
    /// <param name="registers">Their numbers and values.</param>
    /// <returns>How many were taken; the next one was not.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal int SetMsrs(MsrList registers)
    {
        int taken = _vcpu.Descriptor.Control(KvmRequest.KVM_SET_MSRS, ref registers.Header);
        Check(taken, "KVM_SET_MSRS");
        return taken;
    }

    /// <summary>Reads the local interrupt controller.</summary>
    /// <param name="state">Filled.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void GetLocalApic(ref kvm_lapic_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_GET_LAPIC, ref state), "KVM_GET_LAPIC");

    /// <summary>Writes the local interrupt controller.</summary>
    /// <param name="state">Its registers.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void SetLocalApic(ref kvm_lapic_state state) =>
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_LAPIC, ref state), "KVM_SET_LAPIC");

    /// <summary>Sets the signals that are blocked while the guest runs, in place of the thread's own mask.</summary>
    /// <param name="blocked">The signals; what the thread blocks and this does not ends KVM_RUN with EINTR, and stays pending.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void SetSignalMask(SignalSet blocked)
    {
        SignalMaskArgument argument = new() { Head = { len = sizeof(ulong) }, Set = blocked.Bits };
        Check(_vcpu.Descriptor.Control(KvmRequest.KVM_SET_SIGNAL_MASK, ref argument), "KVM_SET_SIGNAL_MASK");
    }

    /// <summary>Tells the guest's clock that the guest stood still, so that its watchdogs are not alarmed when it goes on.</summary>
    /// <returns>False when the guest has no such clock, or not yet.</returns>
    internal bool TellClockOfPause() => _vcpu.Descriptor.Control(KvmRequest.KVM_KVMCLOCK_CTRL) == 0;

    /// <summary>Unmaps the page and closes the vCPU.</summary>
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
