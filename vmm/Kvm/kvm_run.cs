using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>The start of the page that a vCPU shares with the kernel.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Explicit, Size = 2352)]
internal struct kvm_run
{
    /// <summary>Not zero makes KVM_RUN return at once.</summary>
    [FieldOffset(1)]
    public byte immediate_exit;

    /// <summary>Why it returned.</summary>
    [FieldOffset(8)]
    public KvmExitReason exit_reason;

    /// <summary>Of KVM_EXIT_IO.</summary>
    [FieldOffset(32)]
    public kvm_run_io io;

    /// <summary>Of KVM_EXIT_MMIO.</summary>
    [FieldOffset(32)]
    public kvm_run_mmio mmio;

    /// <summary>Of KVM_EXIT_FAIL_ENTRY.</summary>
    [FieldOffset(32)]
    public kvm_run_fail_entry fail_entry;

    /// <summary>Of KVM_EXIT_INTERNAL_ERROR.</summary>
    [FieldOffset(32)]
    public kvm_run_internal @internal;

    /// <summary>Of KVM_EXIT_SYSTEM_EVENT.</summary>
    [FieldOffset(32)]
    public kvm_run_system_event system_event;
}
