using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Sets the operator's limits, once nothing is left to do that they could hinder.</summary>
/// <param name="limits">The limits.</param>
internal sealed class LowerLimits(IReadOnlyList<Limit> limits) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"limit {string.Join(' ', limits)}";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach (Limit limit in limits)
        {
            ResourceLimit.Set(limit.Resource, limit.Value);
        }
    }
}
