namespace Kiln.Vmm.CommandLine;

/// <summary>What the operator says about filters.</summary>
/// <param name="File">A filter set in place of the embedded one, or null.</param>
/// <param name="Mode">How far the set is enforced.</param>
internal sealed record FilterOptions(string? File, FilterMode Mode)
{
    /// <summary>The first option that differs from the rule, by name; null when none does.</summary>
    internal string? Given => Mode switch
    {
        FilterMode.None => VmmCommandLine.NoSeccompName,
        FilterMode.Log => VmmCommandLine.SeccompLogName,
        _ => File is null ? null : VmmCommandLine.SeccompFilterName,
    };
}
