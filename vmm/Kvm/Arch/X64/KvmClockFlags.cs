using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Which fields of the paravirtual clock are valid besides its time.</summary>
[CHeader("linux/kvm.h")]
[Flags]
internal enum KvmClockFlags : uint
{
    /// <summary>Every vCPU reads the same clock; only returned by KVM_GET_CLOCK.</summary>
    KVM_CLOCK_TSC_STABLE = 2,

    /// <summary>The host's real time is valid; on a write, KVM advances the clock by the time elapsed since. Linux 5.16 and later.</summary>
    KVM_CLOCK_REALTIME = 1 << 2,

    /// <summary>The host's time stamp counter is valid; only returned by KVM_GET_CLOCK.</summary>
    KVM_CLOCK_HOST_TSC = 1 << 3,
}
