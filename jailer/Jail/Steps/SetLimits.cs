using System.Linq;
using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Sets the limits that only concern the monitor, and raises those that the operator wants higher than the host's, while the jailer may. The
/// others would hinder what is still to be done.
/// </summary>
/// <param name="spec">The jail.</param>
internal sealed class SetLimits(JailSpec spec) : IJailStep
{
    private static readonly Limit[] _defaults =
    [
        // Firecracker's default: a machine with every device open stays far below.
        new(Resource.RLIMIT_NOFILE, 2048),
        // The runtime gives its own thread a stack of this limit and touches none of it; 8 MiB would count as the monitor's memory.
        new(Resource.RLIMIT_STACK, 256 * 1024),
        new(Resource.RLIMIT_CORE, 0),
    ];

    /// <inheritdoc/>
    public string Description =>
        $"limit {string.Join(' ', Early)}{(spec.Limits.Count == 0 ? "" : "; raise hard limits where more is asked for")}";

    private IEnumerable<Limit> Early =>
        _defaults.Select(standard => spec.Limits.FirstOrDefault(limit => limit.Resource == standard.Resource) ?? standard);

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach (Limit limit in Early)
        {
            Raise(limit);
            ResourceLimit.Set(limit.Resource, limit.Value);
        }
        foreach (Limit limit in spec.Limits)
        {
            Raise(limit);
        }
    }

    private static void Raise(Limit limit)
    {
        try
        {
            ResourceLimit.Raise(limit.Resource, limit.Value);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.EPERM)
        {
            throw new JailerFailure($"--resource-limit {limit} is above the hard limit of this process, which may not raise it; give less, or CAP_SYS_RESOURCE");
        }
    }
}
