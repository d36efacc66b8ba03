using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>States of a misfeature (PR_GET_SPECULATION_CTRL).</summary>
[Flags]
[CHeader("linux/prctl.h")]
internal enum SpeculationControl : uint
{
    /// <summary>The processor does not have it.</summary>
    PR_SPEC_NOT_AFFECTED = 0,

    /// <summary>A thread decides for itself.</summary>
    PR_SPEC_PRCTL = 1,

    /// <summary>It is off for good.</summary>
    PR_SPEC_FORCE_DISABLE = 8,
}
