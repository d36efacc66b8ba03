using Kiln.Jailer.Jail.Specification;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Takes the place of <see cref="PlaceFilterSet"/> with --no-seccomp.</summary>
internal sealed class PlaceNothing : IJailStep
{
    /// <inheritdoc/>
    public string Description => "hand over no filter set (--no-seccomp)";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Nothing to pass.
    }
}
