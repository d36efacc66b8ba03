namespace Kiln.Vmm.Confinement;

/// <summary>The operator's options about filters.</summary>
/// <param name="File">Path of a filter set that replaces the embedded one, or null.</param>
internal sealed record FilterOptions(string? File, FilterMode Mode)
{
    private const string Overruled = "is ignored: the jailer's filters are in force, and stay";

    /// <summary>Runs every thread unfiltered.</summary>
    internal const string NoSeccompName = "--no-seccomp";

    /// <summary>Makes calls that no rule answers, and logs them.</summary>
    internal const string SeccompLogName = "--seccomp-log";

    /// <summary>Names a filter set.</summary>
    internal const string SeccompFilterName = "--seccomp-filter";

    /// <summary>
    /// One line for each option that has no effect because the jailer has already installed filters; it names the jailer's equivalent.
    /// </summary>
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
