using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

[CHeader("linux/kvm.h")]
internal static class KvmVersion
{
    /// <summary>The only version since Linux 2.6.22.</summary>
    internal const int KVM_API_VERSION = 12;
}
