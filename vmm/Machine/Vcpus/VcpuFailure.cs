using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Puts into words why a vCPU cannot go on.</summary>
internal static class VcpuFailure
{
    /// <summary>The outcome of an exit that ends the guest.</summary>
    /// <param name="index">The vCPU.</param>
    /// <param name="run">What KVM_RUN left.</param>
    internal static unsafe VcpuOutcome Describe(int index, in kvm_run run) => run.exit_reason switch
    {
        KvmExitReason.KVM_EXIT_SYSTEM_EVENT when IsOrderly(run.system_event.type) => VcpuOutcome.Finished,
        KvmExitReason.KVM_EXIT_SYSTEM_EVENT => Failed(index, $"the guest raised system event {(uint)run.system_event.type}"),
        KvmExitReason.KVM_EXIT_SHUTDOWN => Failed(index, "triple fault: the guest took an exception while it could not handle one"),
        KvmExitReason.KVM_EXIT_HLT => Failed(index, "the guest halted its only processor"),
        KvmExitReason.KVM_EXIT_FAIL_ENTRY => Failed(
            index, $"the hardware refused to enter the guest, reason 0x{run.fail_entry.hardware_entry_failure_reason:x}"),
        KvmExitReason.KVM_EXIT_INTERNAL_ERROR when IsEmulation(run.@internal.suberror) => Failed(
            index, "KVM cannot emulate an instruction of the guest (suberror 1); a host with nested paging or a guest without it is needed"),
        KvmExitReason.KVM_EXIT_INTERNAL_ERROR => Failed(index, $"KVM gave up, suberror {run.@internal.suberror}"),
        _ => Failed(index, $"KVM_RUN returned for a reason that is not known, {(uint)run.exit_reason}"),
    };

    private static bool IsEmulation(uint suberror) => suberror == (uint)KvmInternalError.KVM_INTERNAL_ERROR_EMULATION;

    private static bool IsOrderly(KvmSystemEvent type) =>
        type is KvmSystemEvent.KVM_SYSTEM_EVENT_SHUTDOWN or KvmSystemEvent.KVM_SYSTEM_EVENT_RESET;

    private static VcpuOutcome Failed(int index, string what) => VcpuOutcome.Failed($"vcpu {index}: {what}");
}
