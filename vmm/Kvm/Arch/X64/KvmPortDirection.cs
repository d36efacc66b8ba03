using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Which way a port access goes.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmPortDirection : byte
{
    /// <summary>The guest reads.</summary>
    KVM_EXIT_IO_IN = 0,

    /// <summary>The guest writes.</summary>
    KVM_EXIT_IO_OUT = 1,
}
