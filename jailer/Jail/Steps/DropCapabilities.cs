using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Empties the other three capability sets, which user 0 would have kept.</summary>
internal sealed class DropCapabilities : IJailStep
{
    /// <inheritdoc/>
    public string Description => "empty the effective, permitted and inheritable capability sets";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        CapabilitySets.DropOwn();
        if (!CapabilitySets.AreEmpty)
        {
            throw new InvalidOperationException("a capability is left after all were dropped");
        }
    }
}
