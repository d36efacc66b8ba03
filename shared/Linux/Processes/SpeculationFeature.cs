using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Misfeatures that are forced off; the third of the kernel, flushing the first-level cache, is a cost without an attacker here.</summary>
[CHeader("linux/prctl.h")]
public enum SpeculationFeature
{
    /// <summary>Loads that run ahead of stores (Spectre variant 4).</summary>
    PR_SPEC_STORE_BYPASS = 0,

    /// <summary>Predicted indirect branches that another process has trained (Spectre variant 2).</summary>
    PR_SPEC_INDIRECT_BRANCH = 1,
}
