using System.Linq;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares the monitor's resource limits: they would hinder the jailer, and only root may raise them.</summary>
internal sealed class SetLimits(JailSpec spec) : IJailStep
{
    private static readonly Limit[] _defaults =
    [
        // Firecracker's default; a machine with every device open stays far below it.
        new(Resource.RLIMIT_NOFILE, 2048),
        // The runtime allocates its thread's stack at this limit without touching it; 8 MiB would count as the monitor's memory.
        new(Resource.RLIMIT_STACK, 256 * 1024),
        // No core dump at all: a limit of 0 covers files only, while 1 also keeps the kernel from piping a dump to a program (core(5)).
        new(Resource.RLIMIT_CORE, 1),
    ];

    /// <inheritdoc/>
    public string Description => $"limit {string.Join(' ', Limits)}";

    private IEnumerable<Limit> Limits => Of(spec);

    /// <summary>The monitor's RLIMIT_NOFILE.</summary>
    internal static ulong OfDescriptors(JailSpec spec) => Of(spec).Single(limit => limit.Resource == Resource.RLIMIT_NOFILE).Value;

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach (Limit limit in Limits)
        {
            ResourceLimit.PrepareSetting(state.LastCalls, limit.Resource, limit.Name, limit.Value);
        }
    }

    private static IEnumerable<Limit> Of(JailSpec spec) =>
        [.. _defaults.Where(standard => spec.Limits.All(limit => limit.Resource != standard.Resource)), .. spec.Limits];
}
