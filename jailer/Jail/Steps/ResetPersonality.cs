using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Undoes what the caller may have turned off for the programs that it starts: random addresses, pages that cannot be executed.</summary>
internal sealed class ResetPersonality : IJailStep
{
    /// <inheritdoc/>
    public string Description => "take on the plain personality: random addresses, no executable data";

    /// <inheritdoc/>
    public void Apply(JailState state) => Personality.Reset();
}
