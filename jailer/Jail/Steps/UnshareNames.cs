using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Enters new UTS and IPC namespaces: no shared memory, semaphore or message queue of the host is within the monitor's reach.</summary>
internal sealed class UnshareNames : IJailStep
{
    /// <inheritdoc/>
    public string Description => "unshare the IPC and UTS namespaces";

    /// <inheritdoc/>
    public void Apply(JailState state) => MountNamespace.Unshare(NamespaceFlags.CLONE_NEWIPC | NamespaceFlags.CLONE_NEWUTS);
}
