using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>States of a speculation feature (PR_GET_SPECULATION_CTRL).</summary>
[Flags]
[CHeader("linux/prctl.h")]
internal enum SpeculationControl : uint
{
    /// <summary>The processor is not affected.</summary>
    PR_SPEC_NOT_AFFECTED = 0,

    /// <summary>Each thread controls its own setting.</summary>
    PR_SPEC_PRCTL = 1,

    /// <summary>The feature is disabled irrevocably.</summary>
    PR_SPEC_FORCE_DISABLE = 8,
}
