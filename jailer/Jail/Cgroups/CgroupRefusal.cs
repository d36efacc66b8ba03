using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>Turns the kernel's cgroup errors into messages with a remedy.</summary>
internal static class CgroupRefusal
{
    /// <summary>A cgroup cannot be joined. The wording is that of Firecracker's jailer.</summary>
    internal static JailerFailure OfJoining(string path, Errno errno) => Failure(
        $"Failed to move process to cgroup ({path})",
        errno,
        errno == Errno.EBUSY
            ? "it enables controllers for its children (cgroup.subtree_control), so it can contain no process itself: "
                + "with any --cgroup the jail gets a child cgroup of its own"
        : errno == Errno.ENOSPC ? "its cpuset.cpus or its cpuset.mems is empty: write its parent's values to it"
        : errno == Errno.EOPNOTSUPP ? "its cgroup.type allows no processes: choose another --parent-cgroup"
        : errno == Errno.ENOENT ? "it is gone, or lies outside of this process's cgroup namespace: choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A controller cannot be enabled for a cgroup's children.</summary>
    internal static JailerFailure OfEnabling(string path, string controller, Errno errno) => Failure(
        $"Failed to enable controller {controller} in {path}/{Cgroup.SubtreeFile}",
        errno,
        errno == Errno.EBUSY
            ? "processes are in that cgroup, and then it may give no controller to the cgroups below it: move them to one below it, "
                + "or choose another --parent-cgroup"
        : errno == Errno.EOPNOTSUPP ? "its cgroup.type does not allow it: choose another --parent-cgroup"
        : errno == Errno.ENOENT ? $"its parent does not enable it, or {Cgroup.SubtreeFile} is missing: enable it there, or choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A cgroup cannot be created.</summary>
    internal static JailerFailure OfMaking(string path, Errno errno) => Failure(
        $"Failed to make cgroup {path}",
        errno,
        errno == Errno.EAGAIN ? "an ancestor has reached its cgroup.max.descendants or cgroup.max.depth: raise them"
        : errno == Errno.ENOTDIR || errno == Errno.EEXIST ? "a file has that name: choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A value was rejected.</summary>
    internal static JailerFailure OfSetting(string path, CgroupSetting setting, Errno errno) => Failure(
        $"Failed to write {setting.Value} to {path}/{setting.File}",
        errno,
        errno == Errno.ENOENT ? "this kernel has no such file: check --cgroup"
        : errno == Errno.EINVAL || errno == Errno.ERANGE ? "that is no value for this file: check --cgroup"
        // The kernel returns EACCES for a cpuset that is not a subset of its parent's.
        : errno == Errno.EACCES ? "the file or the parent cgroup does not allow it: check --cgroup"
        : errno == Errno.ENODEV ? "there is no such device: check the numbers MAJOR:MINOR in --cgroup"
        : CureOf(errno));

    private static JailerFailure Failure(string what, Errno errno, string cure) =>
        new($"{what}: {errno.Description}; {cure}") { Error = errno };

    private static string CureOf(Errno errno) =>
        errno == Errno.EACCES || errno == Errno.EPERM
            ? "it was not delegated to whoever runs the jailer: choose a --parent-cgroup below one that is (systemd: Delegate=yes)"
        : errno == Errno.EROFS ? "it is mounted read-only, as containers have it: mount it writable, or leave the cgroup options out"
        : "check --cgroup and --parent-cgroup";
}
