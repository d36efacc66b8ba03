using Kiln.Jailer.Jail.Specification;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>In the place of a filter set, when the operator does without.</summary>
internal sealed class PlaceNothing : IJailStep
{
    /// <inheritdoc/>
    public string Description => "hand over no filter set (--no-seccomp)";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // That is all.
    }
}
