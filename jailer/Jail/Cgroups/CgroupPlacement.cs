using System.Linq;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>A cgroup that the jail's processes are to be in.</summary>
/// <param name="Hierarchy">The hierarchy.</param>
/// <param name="Parent">The cgroup above, as names below the hierarchy's mount point.</param>
/// <param name="Id">The name of the jail's own cgroup, or null when the jail joins <paramref name="Parent"/> itself.</param>
/// <param name="Settings">What is written to files of the jail's own cgroup, in order.</param>
internal sealed record CgroupPlacement(CgroupHierarchy Hierarchy, string Parent, string? Id, IReadOnlyList<CgroupSetting> Settings)
{
    /// <summary>Whether the cgroup is the jail's own.</summary>
    internal bool IsOwn => Id is not null;

    /// <summary>Where the cgroup is below the hierarchy's mount point.</summary>
    internal string Name => Id is null ? Parent : $"{Parent}/{Id}";

    /// <summary>Its directory.</summary>
    internal HostPath Path => Hierarchy.PathOf(Name);

    /// <summary>The controllers that the settings need, each once.</summary>
    internal IReadOnlyList<string> Controllers => [.. Settings.Select(setting => setting.Controller).Distinct()];
}
