using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>The version of KVM's interface.</summary>
[CHeader("linux/kvm.h")]
internal static class KvmVersion
{
    /// <summary>The only version since Linux 2.6.22.</summary>
    internal const int KVM_API_VERSION = 12;
}
