using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Identity;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares the irreversible switch to the jail's uid and gid, without supplementary groups.</summary>
internal sealed class BecomeUser(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"leave all groups, become group {spec.GroupId} and user {spec.UserId}";

    /// <inheritdoc/>
    public void Apply(JailState state) => Credentials.PrepareBecoming(state.LastCalls, spec.UserId, spec.GroupId);
}
