using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Prepares to keep Unix sockets with abstract names, which are in no file system, out of the monitor's reach: it connects to sockets for its guest, and no
/// filter can see a name. Landlock does, from Linux 6.12 on; with an older kernel a network namespace of the monitor's own does.
/// </summary>
internal sealed class ScopeSockets(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => (LandlockDomain.HasScopes, spec.Network) switch
    {
        (true, _) => "keep abstract sockets of the host out of reach by Landlock",
        (false, { } network) => $"leave abstract sockets to the network namespace {network.Path}, since the kernel has no Landlock of version 6",
        _ => "leave abstract sockets of the host in reach, since the kernel has no Landlock of version 6; give the monitor a namespace by --netns",
    };

    /// <inheritdoc/>
    public void Apply(JailState state) =>
        // Like all the jailer's descriptors it is closed by execve.
        _ = LandlockDomain.TryPrepare(state.LastCalls, LandlockScope.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET);
}
