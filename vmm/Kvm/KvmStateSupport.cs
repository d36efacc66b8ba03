using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

/// <summary>What this host's KVM can save of a virtual machine; asked when the machine is built, since filters forbid it to ask later.</summary>
/// <param name="Msrs">The MSRs that KVM lists as guest state; the list is not complete.</param>
/// <param name="ScalesTimeStamp">Whether the host's processor can scale the time stamp counter.</param>
/// <param name="ExtendedStateLength">Bytes of a processor's extended state.</param>
internal sealed record KvmStateSupport(uint[] Msrs, bool ScalesTimeStamp, int ExtendedStateLength)
{
    /// <param name="vm">The virtual machine; guest use of tile data has been permitted.</param>
    /// <exception cref="LinuxException">KVM cannot report its MSRs.</exception>
    internal static KvmStateSupport Of(KvmSystem system, KvmVm vm) =>
        new(system.GetMsrIndexes().Entries.ToArray(), system.Has(KvmCapability.KVM_CAP_TSC_CONTROL), vm.ExtendedStateLength);
}
