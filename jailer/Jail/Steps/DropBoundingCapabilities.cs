using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Capabilities;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Empties the bounding and ambient sets, from which execve could restore capabilities, while the jailer still may.</summary>
internal sealed class DropBoundingCapabilities : IJailStep
{
    /// <inheritdoc/>
    public string Description => "empty the bounding and ambient capability sets";

    /// <inheritdoc/>
    public void Apply(JailState state) => CapabilitySets.DropBounding();
}
