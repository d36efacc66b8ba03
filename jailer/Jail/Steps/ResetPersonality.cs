using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Restores protections that the caller may have turned off by personality(2): address space randomization, non-executable pages.</summary>
internal sealed class ResetPersonality : IJailStep
{
    /// <inheritdoc/>
    public string Description => "take on the plain personality: random addresses, no executable data";

    /// <inheritdoc/>
    public void Apply(JailState state) => Personality.Reset();
}
