using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Features that are forced off. The kernel's third one, flushing the L1D cache on context switch, would only cost time here.</summary>
[CHeader("linux/prctl.h")]
public enum SpeculationFeature
{
    /// <summary>Speculative loads ahead of stores (Spectre variant 4).</summary>
    PR_SPEC_STORE_BYPASS = 0,

    /// <summary>Indirect branch prediction trained by another process (Spectre variant 2).</summary>
    PR_SPEC_INDIRECT_BRANCH = 1,
}
