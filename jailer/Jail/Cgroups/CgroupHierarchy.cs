using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>A mounted cgroup hierarchy.</summary>
/// <param name="MountPoint">The directory of the topmost reachable cgroup.</param>
/// <param name="Root">That cgroup's path in the hierarchy: <c>/</c>, or a deeper one where a container sees only a part.</param>
/// <param name="Controllers">Its controllers; for version 1 as listed in /proc/self/cgroup, <c>name=systemd</c> included.</param>
internal sealed record CgroupHierarchy(CgroupVersion Version, HostPath MountPoint, string Root, IReadOnlyList<string> Controllers)
{
    /// <summary>The file system type of version 1.</summary>
    internal const string FirstType = "cgroup";

    /// <summary>The file system type of version 2.</summary>
    internal const string SecondType = "cgroup2";

    // Super block options of a version 1 mount that are not controllers.
    private static readonly string[] _otherOptions =
        ["rw", "ro", "seclabel", "xattr", "noprefix", "clone_children", "cpuset_v2_mode", "favordynmods", "all", "none"];

    internal bool Has(string controller) => Controllers.Contains(controller);

    /// <summary>The directory of a cgroup.</summary>
    /// <param name="name">One path component or several, below the mount point.</param>
    internal HostPath PathOf(string name) => MountPoint.Below(name);

    /// <summary>A cgroup's path as /proc/self/cgroup shows it; null when it is unknown because the mount comes from outside the namespace.</summary>
    /// <param name="name">One path component or several, below the mount point.</param>
    internal string? MemberPathOf(string name) => Root.Split('/').Contains("..") ? null : $"{Root.TrimEnd('/')}/{name}";

    /// <summary>Translates a path from /proc/self/cgroup into one below the mount point.</summary>
    /// <param name="memberPath">The path in /proc/self/cgroup.</param>
    /// <returns>One path component or several, <c>.</c> for the mount point itself, or null when the cgroup is not reachable.</returns>
    internal string? NameOf(string memberPath)
    {
        string root = Root.TrimEnd('/');
        bool below = memberPath == Root || memberPath.StartsWith(root + "/", StringComparison.Ordinal);
        if (!below || memberPath.Split('/').Contains(".."))
        {
            return null;
        }
        string name = memberPath[root.Length..].Trim('/');
        return name.Length == 0 ? "." : name;
    }

    /// <summary>Reads a version 1 hierarchy from its mount.</summary>
    /// <param name="mount">A mount of type <see cref="FirstType"/>.</param>
    internal static CgroupHierarchy First(MountEntry mount) => new(
        CgroupVersion.V1,
        new HostPath(mount.MountPoint),
        mount.Root,
        [
            .. mount.SuperOptions.Where(option => !_otherOptions.Contains(option)
                && (!option.Contains('=') || option.StartsWith("name=", StringComparison.Ordinal))),
        ]);

    /// <summary>Reads a version 2 hierarchy from its mount.</summary>
    /// <param name="mount">A mount of type <see cref="SecondType"/>.</param>
    /// <param name="controllers">The content of <c>cgroup.controllers</c>.</param>
    internal static CgroupHierarchy Second(MountEntry mount, string controllers) => new(
        CgroupVersion.V2, new HostPath(mount.MountPoint), mount.Root, controllers.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Shown in messages: <c>cgroup v1 at /sys/fs/cgroup/memory</c>.</summary>
    public override string ToString() => $"cgroup v{(int)Version} at {MountPoint}";
}
