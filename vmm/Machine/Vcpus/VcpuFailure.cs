using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Describes why a vCPU stopped.</summary>
internal static class VcpuFailure
{
    /// <summary>The outcome of an exit that ends the guest.</summary>
    internal static unsafe VcpuOutcome Describe(int index, in kvm_run run) => run.exit_reason switch
    {
        KvmExitReason.KVM_EXIT_SYSTEM_EVENT when IsOrderly(run.system_event.type) => VcpuOutcome.Finished,
        KvmExitReason.KVM_EXIT_SYSTEM_EVENT => Failed(index, $"the guest raised system event {(uint)run.system_event.type}"),
        KvmExitReason.KVM_EXIT_SHUTDOWN => Failed(index, "triple fault: the guest took an exception while it could not handle one"),
        KvmExitReason.KVM_EXIT_HLT => Failed(index, "the guest halted its only processor"),
        KvmExitReason.KVM_EXIT_FAIL_ENTRY => Failed(
            index, $"the hardware refused to enter the guest, reason 0x{run.fail_entry.hardware_entry_failure_reason:x}"),
        KvmExitReason.KVM_EXIT_INTERNAL_ERROR when IsEmulation(run.@internal.suberror) => Failed(
            index, "KVM cannot emulate an instruction of the guest (suberror 1); use a host with nested paging, or a guest without that instruction"),
        KvmExitReason.KVM_EXIT_INTERNAL_ERROR => Failed(index, $"KVM gave up, suberror {run.@internal.suberror}"),
        _ => Failed(index, $"KVM_RUN returned for an unknown reason, {(uint)run.exit_reason}"),
    };

    /// <summary>The outcome of a KVM_RUN that failed.</summary>
    internal static VcpuOutcome Describe(int index, Errno error) => Failed(index, error == Errno.EFAULT
        ? "the kernel has no page for an access to guest memory (EFAULT): check the disk and the length of the snapshot's memory file"
        : $"KVM_RUN failed: {error.Description}");

    private static bool IsEmulation(uint suberror) => suberror == (uint)KvmInternalError.KVM_INTERNAL_ERROR_EMULATION;

    private static bool IsOrderly(KvmSystemEvent type) =>
        type is KvmSystemEvent.KVM_SYSTEM_EVENT_SHUTDOWN or KvmSystemEvent.KVM_SYSTEM_EVENT_RESET;

    private static VcpuOutcome Failed(int index, string what) => VcpuOutcome.Failed($"vcpu {index}: {what}");
}
