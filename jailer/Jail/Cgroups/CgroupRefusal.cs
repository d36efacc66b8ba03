using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>What it means when the kernel refuses something about a cgroup, and what helps.</summary>
internal static class CgroupRefusal
{
    /// <summary>A cgroup cannot be joined. The sentence is that of Firecracker's jailer.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="errno">Why.</param>
    internal static JailerFailure OfJoining(string path, Errno errno) => Failure(
        $"Failed to move process to cgroup ({path})",
        errno,
        errno == Errno.EBUSY
            ? "it gives controllers to the cgroups below it (cgroup.subtree_control), and then no process may be in it itself: "
                + "with any --cgroup the jail gets a cgroup of its own below it"
        : errno == Errno.ENOSPC ? "its cpuset.cpus or its cpuset.mems is empty: write those of the cgroup above into it"
        : errno == Errno.EOPNOTSUPP ? "it is of a kind that takes no processes (cgroup.type): choose another --parent-cgroup"
        : errno == Errno.ENOENT ? "it is gone, or lies outside of this process's cgroup namespace: choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A cgroup cannot give a controller to those below it.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="errno">Why.</param>
    internal static JailerFailure OfEnabling(string path, string controller, Errno errno) => Failure(
        $"Failed to enable controller {controller} in {path}/{Cgroup.SubtreeFile}",
        errno,
        errno == Errno.EBUSY
            ? "processes are in that cgroup, and then it may give no controller to the cgroups below it: move them to one below it, "
                + "or choose another --parent-cgroup"
        : errno == Errno.EOPNOTSUPP ? "it is of a kind that cannot (cgroup.type): choose another --parent-cgroup"
        : errno == Errno.ENOENT ? $"the cgroup above does not give it, or {Cgroup.SubtreeFile} is missing: enable it there, or choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A cgroup cannot be made.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="errno">Why.</param>
    internal static JailerFailure OfMaking(string path, Errno errno) => Failure(
        $"Failed to make cgroup {path}",
        errno,
        errno == Errno.EAGAIN ? "a cgroup above it has as many as its cgroup.max.descendants and cgroup.max.depth allow: raise them"
        : errno == Errno.ENOTDIR || errno == Errno.EEXIST ? "a file has that name: choose another --parent-cgroup"
        : CureOf(errno));

    /// <summary>A value was not taken.</summary>
    /// <param name="path">The cgroup's directory.</param>
    /// <param name="setting">The value.</param>
    /// <param name="errno">Why.</param>
    internal static JailerFailure OfSetting(string path, CgroupSetting setting, Errno errno) => Failure(
        $"Failed to write {setting.Value} to {path}/{setting.File}",
        errno,
        errno == Errno.ENOENT ? "this kernel has no such file: check --cgroup"
        : errno == Errno.EINVAL || errno == Errno.ERANGE ? "that is no value for this file: check --cgroup"
        // So the kernel says of a cpuset that is no part of the one above.
        : errno == Errno.EACCES ? "the file or the cgroup above does not allow it: check --cgroup"
        : errno == Errno.ENODEV ? "there is no such device: check the numbers MAJOR:MINOR in --cgroup"
        : CureOf(errno));

    private static JailerFailure Failure(string what, Errno errno, string cure) =>
        new($"{what}: {errno.Text} (os error {errno.Number}); {cure}") { Error = errno };

    private static string CureOf(Errno errno) =>
        errno == Errno.EACCES || errno == Errno.EPERM
            ? "it was not delegated to whoever runs the jailer: choose a --parent-cgroup below one that is (systemd: Delegate=yes)"
        : errno == Errno.EROFS ? "it is mounted read-only, as containers have it: mount it writable, or leave the cgroup options out"
        : "check --cgroup and --parent-cgroup";
}
