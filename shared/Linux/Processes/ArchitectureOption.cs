using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Options of arch_prctl(2).</summary>
[CHeader("asm/prctl.h")]
internal enum ArchitectureOption
{
    /// <summary>Reads the supported components of the extended state.</summary>
    ARCH_GET_XCOMP_SUPP = 0x1021,

    /// <summary>Requests permission for guests to use a component.</summary>
    ARCH_REQ_XCOMP_GUEST_PERM = 0x1025,
}
