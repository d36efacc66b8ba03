using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Namespace types of unshare(2), setns(2) and clone(2).</summary>
[Flags]
[CHeader("sched.h")]
public enum NamespaceFlags
{
    [NotInHeader("the absence of flags has no name")]
    None = 0,

    CLONE_NEWNS = 0x20000,

    CLONE_NEWUTS = 0x400_0000,

    /// <summary>System V IPC and POSIX message queues.</summary>
    CLONE_NEWIPC = 0x800_0000,

    /// <summary>Pids of children, not of the caller itself.</summary>
    CLONE_NEWPID = 0x2000_0000,

    /// <summary>Network devices, addresses, routes and sockets.</summary>
    CLONE_NEWNET = 0x4000_0000,
}
