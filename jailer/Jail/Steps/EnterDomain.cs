using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Prepares to keep out of the monitor's reach what is in no file system. Unix sockets with abstract names: it connects to sockets for its guest, and no
/// filter can see a name. Processes of its user outside: its threads signal each other, and no filter can tell theirs from others. Landlock does, from Linux
/// 6.12 on; with an older kernel a network namespace and a pid namespace of the monitor's own do.
/// </summary>
internal sealed class EnterDomain(JailSpec spec) : IJailStep
{
    private const LandlockScope Scopes = LandlockScope.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LandlockScope.LANDLOCK_SCOPE_SIGNAL;

    /// <inheritdoc/>
    public string Description => LandlockDomain.HasScopes
        ? "put abstract sockets of the host, and signals to processes outside, out of reach by Landlock"
        : $"without Landlock of version 6, which the kernel has not, leave abstract sockets of the host {Sockets}, and signals {Signals}";

    private string Sockets => spec.Network is { } network ? $"to the network namespace {network.Path}" : "in reach; give the monitor a namespace by --netns";

    private string Signals => spec.NewPidNamespace ? "to the pid namespace" : "to the user; give the monitor a pid namespace by --new-pid-ns";

    /// <inheritdoc/>
    public void Apply(JailState state) =>
        // Like all the jailer's descriptors it is closed by execve.
        _ = LandlockDomain.TryPrepare(state.LastCalls, Scopes);
}
