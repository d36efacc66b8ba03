using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Capabilities;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares to empty the other three capability sets, which uid 0 would otherwise keep.</summary>
internal sealed class DropCapabilities : IJailStep
{
    /// <inheritdoc/>
    public string Description => "empty the effective, permitted and inheritable capability sets";

    /// <inheritdoc/>
    public void Apply(JailState state) => CapabilitySets.PrepareDropping(state.LastCalls);
}
