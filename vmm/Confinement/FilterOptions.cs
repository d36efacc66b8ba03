namespace Kiln.Vmm.Confinement;

/// <summary>What the operator says about filters.</summary>
/// <param name="File">A filter set in place of the embedded one, or null.</param>
/// <param name="Mode">How far the set is enforced.</param>
internal sealed record FilterOptions(string? File, FilterMode Mode)
{
    /// <summary>The option that leaves every thread unfiltered.</summary>
    internal const string NoSeccompName = "--no-seccomp";

    /// <summary>The option that logs calls which no rule answers, and makes them.</summary>
    internal const string SeccompLogName = "--seccomp-log";

    /// <summary>The option that names a filter set.</summary>
    internal const string SeccompFilterName = "--seccomp-filter";

    /// <summary>The first option that differs from the rule, by name; null when none does.</summary>
    internal string? Given => Mode switch
    {
        FilterMode.None => NoSeccompName,
        FilterMode.Log => SeccompLogName,
        _ => File is null ? null : SeccompFilterName,
    };
}
