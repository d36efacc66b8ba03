using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Identity;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Leaves all groups, and becomes the jail's group and user for good. Prepared.</summary>
/// <param name="spec">The jail.</param>
internal sealed class BecomeUser(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"leave all groups, become group {spec.GroupId} and user {spec.UserId}";

    /// <inheritdoc/>
    public void Apply(JailState state) => Credentials.PrepareBecoming(state.LastCalls, spec.UserId, spec.GroupId);
}
