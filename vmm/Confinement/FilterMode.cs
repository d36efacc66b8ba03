namespace Kiln.Vmm.Confinement;

/// <summary>How filters are enforced.</summary>
internal enum FilterMode
{
    /// <summary>A call that no rule allows ends the process.</summary>
    Enforce,

    /// <summary>A call that no rule allows is made, and the kernel logs it.</summary>
    Log,

    /// <summary>No filters are installed.</summary>
    None,
}
