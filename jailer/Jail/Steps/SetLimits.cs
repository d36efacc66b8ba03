using System.Linq;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Sets the limits that the monitor lives in. Prepared: they would hinder the jailer, and only root may raise them.</summary>
/// <param name="spec">The jail.</param>
internal sealed class SetLimits(JailSpec spec) : IJailStep
{
    private static readonly Limit[] _defaults =
    [
        // Firecracker's default: a machine with every device open stays far below.
        new(Resource.RLIMIT_NOFILE, 2048),
        // The runtime gives its own thread a stack of this limit and touches none of it; 8 MiB would count as the monitor's memory.
        new(Resource.RLIMIT_STACK, 256 * 1024),
        // No dump at all: a limit of 0 bounds files only, while 1 also keeps the kernel from piping a dump to a program (core(5)).
        new(Resource.RLIMIT_CORE, 1),
    ];

    /// <inheritdoc/>
    public string Description => $"limit {string.Join(' ', Limits)}";

    private IEnumerable<Limit> Limits =>
        [.. _defaults.Where(standard => spec.Limits.All(limit => limit.Resource != standard.Resource)), .. spec.Limits];

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach (Limit limit in Limits)
        {
            ResourceLimit.PrepareSetting(state.LastCalls, limit.Resource, limit.Value);
        }
    }
}
