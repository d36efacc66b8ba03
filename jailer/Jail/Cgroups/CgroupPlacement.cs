using System.Linq;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>A cgroup for the jail's processes.</summary>
/// <param name="Parent">The parent cgroup's path below the hierarchy's mount point.</param>
/// <param name="Id">The name of the jail's own cgroup, or null when the jail joins <paramref name="Parent"/> directly.</param>
/// <param name="Settings">Values to write to the own cgroup's files, in order.</param>
internal sealed record CgroupPlacement(CgroupHierarchy Hierarchy, string Parent, string? Id, IReadOnlyList<CgroupSetting> Settings)
{
    /// <summary>Whether the jail has a cgroup of its own here.</summary>
    internal bool IsOwn => Id is not null;

    /// <summary>The cgroup's path below the hierarchy's mount point.</summary>
    internal string Name => Id is null ? Parent : $"{Parent}/{Id}";

    internal HostPath Path => Hierarchy.PathOf(Name);

    /// <summary>The controllers that the settings need, without duplicates.</summary>
    internal IReadOnlyList<string> Controllers => [.. Settings.Select(setting => setting.Controller).Distinct()];
}
