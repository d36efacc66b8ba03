using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>A hierarchy of cgroups, at the place where this host has it mounted.</summary>
/// <param name="Version">Its version.</param>
/// <param name="MountPoint">The directory of its topmost cgroup that can be reached.</param>
/// <param name="Root">Which cgroup that is: <c>/</c>, or another where a container sees only a part.</param>
/// <param name="Controllers">Those it has; for version 1 as /proc/self/cgroup lists them, <c>name=systemd</c> too.</param>
internal sealed record CgroupHierarchy(CgroupVersion Version, HostPath MountPoint, string Root, IReadOnlyList<string> Controllers)
{
    /// <summary>The file system's type for version 1.</summary>
    internal const string FirstType = "cgroup";

    /// <summary>The file system's type for version 2.</summary>
    internal const string SecondType = "cgroup2";

    // What else stands among the controllers in the options of a version 1 mount.
    private static readonly string[] _otherOptions =
        ["rw", "ro", "seclabel", "xattr", "noprefix", "clone_children", "cpuset_v2_mode", "favordynmods", "all", "none"];

    /// <summary>Whether it has a controller.</summary>
    /// <param name="controller">The controller.</param>
    internal bool Has(string controller) => Controllers.Contains(controller);

    /// <summary>The directory of a cgroup.</summary>
    /// <param name="name">One name or several.</param>
    internal HostPath PathOf(string name) => MountPoint.Below(name);

    /// <summary>How /proc/self/cgroup names a cgroup; null when that cannot be told, since the mount comes from outside of the namespace.</summary>
    /// <param name="name">One name or several.</param>
    internal string? MemberPathOf(string name) => Root.Split('/').Contains("..") ? null : $"{Root.TrimEnd('/')}/{name}";

    /// <summary>Where below the mount point a cgroup is.</summary>
    /// <param name="memberPath">How /proc/self/cgroup names it.</param>
    /// <returns>One name or several, <c>.</c> for the mount point, or null when it cannot be reached.</returns>
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

    /// <summary>The hierarchy of version 1 that a mount shows.</summary>
    /// <param name="mount">A mount of type <see cref="FirstType"/>.</param>
    internal static CgroupHierarchy First(MountEntry mount) => new(
        CgroupVersion.V1,
        new HostPath(mount.MountPoint),
        mount.Root,
        [
            .. mount.SuperOptions.Where(option => !_otherOptions.Contains(option)
                && (!option.Contains('=') || option.StartsWith("name=", StringComparison.Ordinal))),
        ]);

    /// <summary>The hierarchy of version 2 that a mount shows.</summary>
    /// <param name="mount">A mount of type <see cref="SecondType"/>.</param>
    /// <param name="controllers">Its file <c>cgroup.controllers</c>.</param>
    internal static CgroupHierarchy Second(MountEntry mount, string controllers) => new(
        CgroupVersion.V2, new HostPath(mount.MountPoint), mount.Root, controllers.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>For messages: <c>cgroup v1 at /sys/fs/cgroup/memory</c>.</summary>
    public override string ToString() => $"cgroup v{(int)Version} at {MountPoint}";
}
