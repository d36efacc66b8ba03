namespace Kiln.Vmm.Confinement;

/// <summary>What the operator says about filters.</summary>
/// <param name="File">A filter set in place of the embedded one, or null.</param>
/// <param name="Mode">How far the set is enforced.</param>
internal sealed record FilterOptions(string? File, FilterMode Mode)
{
    private const string Overruled = "is ignored: the jailer's filters are in force, and stay";

    /// <summary>The option that leaves every thread unfiltered.</summary>
    internal const string NoSeccompName = "--no-seccomp";

    /// <summary>The option that logs calls which no rule answers, and makes them.</summary>
    internal const string SeccompLogName = "--seccomp-log";

    /// <summary>The option that names a filter set.</summary>
    internal const string SeccompFilterName = "--seccomp-filter";

    /// <summary>What it says in vain where a jailer has filtered the process: a line for each option, which names the jailer's own for it.</summary>
    internal IEnumerable<string> InVain
    {
        get
        {
            if (Mode == FilterMode.None)
            {
                yield return $"{NoSeccompName} {Overruled}; for a monitor without filters, give {NoSeccompName} to the jailer, before --";
            }
            if (Mode == FilterMode.Log)
            {
                yield return $"{SeccompLogName} {Overruled}; for filters that only log, give {SeccompLogName} to the jailer, before --";
            }
            if (File is not null)
            {
                yield return $"{SeccompFilterName} {File} {Overruled}; for filters of your own, give --seccomp-profiles DIR to the jailer, before --";
            }
        }
    }
}
