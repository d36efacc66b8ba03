using Kiln.Seccomp.Syscalls;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The Linux version that introduced each call that some supported headers lack.</summary>
internal static class CallVersions
{
    // Calls added after the oldest headers that the tests run with, Linux 6.1 of Debian 12.
    private static readonly Dictionary<string, Version> _since = new()
    {
        ["cachestat"] = new(6, 5),
        ["fchmodat2"] = new(6, 6),
        ["map_shadow_stack"] = new(6, 6),
        ["futex_wake"] = new(6, 7),
        ["futex_wait"] = new(6, 7),
        ["futex_requeue"] = new(6, 7),
        ["statmount"] = new(6, 8),
        ["listmount"] = new(6, 8),
        ["lsm_get_self_attr"] = new(6, 8),
        ["lsm_set_self_attr"] = new(6, 8),
        ["lsm_list_modules"] = new(6, 8),
        ["mseal"] = new(6, 10),
        ["uretprobe"] = new(6, 11),
        ["setxattrat"] = new(6, 13),
        ["getxattrat"] = new(6, 13),
        ["listxattrat"] = new(6, 13),
        ["removexattrat"] = new(6, 13),
        ["open_tree_attr"] = new(6, 15),
        ["file_getattr"] = new(6, 17),
        ["file_setattr"] = new(6, 17),
        ["uprobe"] = new(6, 18),
        ["listns"] = new(6, 19),
    };

    /// <summary>The version that introduced a call; null when all supported headers have it.</summary>
    public static Version? SinceOf(SyscallArchitecture architecture, string name) => (architecture, name) switch
    {
        // For one version the number existed on x86 only.
        (SyscallArchitecture.Arm64, "map_shadow_stack") => new Version(6, 7),
        _ => _since.GetValueOrDefault(name),
    };
}
