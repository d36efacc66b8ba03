using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Why the hardware refused to enter the guest.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->fail_entry)")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_run_fail_entry
{
    /// <summary>Exit reason of the VMCS or exit code of the VMCB.</summary>
    public ulong hardware_entry_failure_reason;

    /// <summary>The host processor on which it failed.</summary>
    public uint cpu;
}
