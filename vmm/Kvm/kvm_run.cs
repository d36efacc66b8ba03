using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>The start of the page that a vCPU shares with the kernel.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Explicit, Size = 2352)]
internal struct kvm_run
{
    /// <summary>Nonzero makes KVM_RUN return at once with EINTR.</summary>
    [FieldOffset(1)]
    public byte immediate_exit;

    /// <summary>Why KVM_RUN returned; selects the member of the union below.</summary>
    [FieldOffset(8)]
    public KvmExitReason exit_reason;

    [FieldOffset(32)]
    public kvm_run_io io;

    [FieldOffset(32)]
    public kvm_run_mmio mmio;

    [FieldOffset(32)]
    public kvm_run_fail_entry fail_entry;

    [FieldOffset(32)]
    public kvm_run_internal @internal;

    [FieldOffset(32)]
    public kvm_run_system_event system_event;
}
