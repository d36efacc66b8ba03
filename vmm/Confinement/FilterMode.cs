namespace Kiln.Vmm.Confinement;

/// <summary>How far filters are enforced.</summary>
internal enum FilterMode
{
    /// <summary>A call that no rule allows ends the process.</summary>
    Enforce,

    /// <summary>It is made, and logged by the kernel.</summary>
    Log,

    /// <summary>There are no filters.</summary>
    None,
}
