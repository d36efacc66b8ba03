using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Namespaces of unshare(2), setns(2) and clone(2).</summary>
[Flags]
[CHeader("sched.h")]
public enum NamespaceFlags
{
    /// <summary>No namespace: all are shared.</summary>
    [NotInHeader("the absence of flags has no name")]
    None = 0,

    /// <summary>Mounts.</summary>
    CLONE_NEWNS = 0x20000,

    /// <summary>Host and domain name.</summary>
    CLONE_NEWUTS = 0x400_0000,

    /// <summary>System V queues, semaphores and shared memory, and POSIX message queues.</summary>
    CLONE_NEWIPC = 0x800_0000,

    /// <summary>Process numbers; of children, not of the caller.</summary>
    CLONE_NEWPID = 0x2000_0000,

    /// <summary>Network devices, addresses, routes, sockets.</summary>
    CLONE_NEWNET = 0x4000_0000,
}
