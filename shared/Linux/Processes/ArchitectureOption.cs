using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Options of arch_prctl(2).</summary>
[CHeader("asm/prctl.h")]
internal enum ArchitectureOption
{
    /// <summary>Reads which components of the extended state the processor has.</summary>
    ARCH_GET_XCOMP_SUPP = 0x1021,

    /// <summary>Asks that guests may use a component.</summary>
    ARCH_REQ_XCOMP_GUEST_PERM = 0x1025,
}
