using Kiln.Jailer.Logging;

namespace Kiln.Jailer.CommandLine;

/// <summary>What the operator wrote, not yet checked.</summary>
internal sealed record JailerOptions
{
    /// <summary>Names the microVM.</summary>
    internal required string Id { get; init; }

    /// <summary>The program to jail.</summary>
    internal required string ExecFile { get; init; }

    /// <summary>A number or a name.</summary>
    internal required string UserId { get; init; }

    /// <summary>A number or a name.</summary>
    internal required string GroupId { get; init; }

    /// <summary>Where jails are made.</summary>
    internal required string BaseDirectory { get; init; }

    /// <summary>The path of a network namespace, or null for the host's.</summary>
    internal string? Network { get; init; }

    /// <summary>Limits, each <c>name=value</c>.</summary>
    internal IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>What is said about cgroups.</summary>
    internal CgroupOptions Cgroups { get; init; } = CgroupOptions.None;

    /// <summary>Whether the monitor leaves its terminal and its parent.</summary>
    internal bool Daemonize { get; init; }

    /// <summary>Whether the monitor is the first process of a pid namespace.</summary>
    internal bool NewPidNamespace { get; init; }

    /// <summary>What is said about filters.</summary>
    internal FilterOptions Filters { get; init; } = FilterOptions.Shipped;

    /// <summary>What is said about the log.</summary>
    internal LogOptions Log { get; init; } = LogOptions.Standard;

    /// <summary>What older clients say about the jail's memory, or null. It has no effect.</summary>
    internal string? Node { get; init; }

    /// <summary>Whether the plan is only printed.</summary>
    internal bool DryRun { get; init; }

    /// <summary>What goes to the program.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
