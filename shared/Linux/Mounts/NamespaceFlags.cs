using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Namespaces of unshare(2).</summary>
[Flags]
[CHeader("sched.h")]
public enum NamespaceFlags
{
    /// <summary>Mounts.</summary>
    CLONE_NEWNS = 0x20000,
}
