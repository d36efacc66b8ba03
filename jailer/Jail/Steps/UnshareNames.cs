using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Leaves the host's names and queues: no shared memory, semaphore or message queue of the host is in the monitor's reach.</summary>
internal sealed class UnshareNames : IJailStep
{
    /// <inheritdoc/>
    public string Description => "unshare the IPC and UTS namespaces";

    /// <inheritdoc/>
    public void Apply(JailState state) => MountNamespace.Unshare(NamespaceFlags.CLONE_NEWIPC | NamespaceFlags.CLONE_NEWUTS);
}
