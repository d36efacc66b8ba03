using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Direction of a port access.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmPortDirection : byte
{
    KVM_EXIT_IO_IN = 0,

    KVM_EXIT_IO_OUT = 1,
}
