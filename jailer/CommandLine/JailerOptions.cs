using Kiln.Jailer.Logging;

namespace Kiln.Jailer.CommandLine;

/// <summary>The command line as given, not yet validated.</summary>
internal sealed record JailerOptions
{
    internal required string Id { get; init; }

    /// <summary>The program to jail.</summary>
    internal required string ExecFile { get; init; }

    /// <summary>A number or a name.</summary>
    internal required string UserId { get; init; }

    /// <summary>A number or a name.</summary>
    internal required string GroupId { get; init; }

    /// <summary>The directory that holds all jails.</summary>
    internal required string BaseDirectory { get; init; }

    /// <summary>The path of a network namespace, or null for the host's.</summary>
    internal string? Network { get; init; }

    /// <summary>Taps to hand over, each <c>name[,mtu=n][,bridge=name]</c>.</summary>
    internal IReadOnlyList<string> Taps { get; init; } = [];

    /// <summary>Resource limits, each <c>name=value</c>.</summary>
    internal IReadOnlyList<string> Limits { get; init; } = [];

    internal CgroupOptions Cgroups { get; init; } = CgroupOptions.None;

    /// <summary>Whether the monitor runs detached from its terminal and parent.</summary>
    internal bool Daemonize { get; init; }

    /// <summary>Whether the monitor becomes pid 1 of a new pid namespace.</summary>
    internal bool NewPidNamespace { get; init; }

    /// <summary>The caller's descriptor for life-cycle events; null for none.</summary>
    internal string? Events { get; init; }

    internal FilterOptions Filters { get; init; } = FilterOptions.Shipped;

    internal LogOptions Log { get; init; } = LogOptions.Standard;

    /// <summary>The NUMA node of the jail's memory, or null. It has no effect.</summary>
    internal string? Node { get; init; }

    /// <summary>Whether the plan is only printed, not executed.</summary>
    internal bool DryRun { get; init; }

    /// <summary>The arguments passed on to the program.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
