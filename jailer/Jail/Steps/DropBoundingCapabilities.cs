using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Capabilities;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Empties the sets from which an execve could give capabilities back; while the jailer still may.</summary>
internal sealed class DropBoundingCapabilities : IJailStep
{
    /// <inheritdoc/>
    public string Description => "empty the bounding and ambient capability sets";

    /// <inheritdoc/>
    public void Apply(JailState state) => CapabilitySets.DropBounding();
}
