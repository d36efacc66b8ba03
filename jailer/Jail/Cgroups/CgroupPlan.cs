using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>Decides which cgroups a jail gets in which hierarchies. Impossible requests fail here, before anything is created.</summary>
internal sealed class CgroupPlan(CgroupRequest request, CgroupHost host)
{
    /// <summary>Plans the cgroups of a jail.</summary>
    /// <param name="readHost">Reads the host's hierarchies; called only when a cgroup is requested.</param>
    /// <returns>The cgroups, at most one per hierarchy.</returns>
    /// <exception cref="JailerFailure">The host cannot satisfy the request.</exception>
    internal static IReadOnlyList<CgroupPlacement> For(CgroupRequest request, Func<CgroupHost> readHost)
    {
        if (!request.NeedsOwn && !request.JoinsParent)
        {
            return [];
        }
        CgroupPlan plan = new(request, readHost());
        plan.DemandHierarchy();
        return request.NeedsOwn ? plan.OwnPlacements() : plan.ParentPlacements();
    }

    private IEnumerable<CgroupHierarchy> Candidates =>
        host.Hierarchies.Where(hierarchy => request.Version is null || hierarchy.Version == request.Version);

    private void DemandHierarchy()
    {
        if (!Candidates.Any())
        {
            throw new JailerFailure(request.Version is { } version
                ? $"Hierarchy not found: no cgroup v{(int)version} is mounted on this host; mount one, or leave --cgroup-version out"
                : "Hierarchy not found: no cgroup file system is mounted on this host; mount -t cgroup2 none /sys/fs/cgroup, or leave the cgroup options out");
        }
    }

    private List<CgroupPlacement> OwnPlacements() =>
    [
        .. request.Settings
            .GroupBy(HierarchyFor)
            .Select(group => new CgroupPlacement(group.Key, request.Parent, request.Id, [.. group])),
    ];

    // A missing parent is not created: it would limit nothing.
    private List<CgroupPlacement> ParentPlacements() =>
    [
        .. Candidates
            .Select(hierarchy => new CgroupPlacement(hierarchy, request.Parent, Id: null, []))
            .Where(placement => StatusOf(placement.Hierarchy, placement.Parent) is { IsDirectory: true }),
    ];

    private CgroupHierarchy HierarchyFor(CgroupSetting setting)
    {
        if (Candidates.FirstOrDefault(candidate => candidate.Has(setting.Controller)) is not { } hierarchy)
        {
            throw Unavailable(setting);
        }
        if (CgroupFileNames.VersionOf(setting.File) is { } version && version != hierarchy.Version)
        {
            throw OfOtherVersion(setting, hierarchy);
        }
        if (hierarchy.Version == CgroupVersion.V1 && !CgroupFileNames.IsMissingAtTop(setting.File) && StatusOf(hierarchy, setting.File) is null)
        {
            throw new JailerFailure($"{hierarchy} has no file {setting.File}; see what files are in that directory");
        }
        return hierarchy;
    }

    private JailerFailure Unavailable(CgroupSetting setting)
    {
        // The io controller of version 2 is called blkio in version 1.
        foreach (string counterpart in CgroupFileNames.CounterpartsOf(setting.File))
        {
            if (Candidates.FirstOrDefault(candidate => candidate.Has(CgroupSetting.ControllerOf(counterpart))) is { } hierarchy)
            {
                return OfOtherVersion(setting, hierarchy);
            }
        }
        string there = string.Join(", ", Candidates
            .GroupBy(candidate => candidate.Version, candidate => candidate.Controllers)
            .Select(version => $"cgroup v{(int)version.Key} has {string.Join(' ', version.SelectMany(controllers => controllers).Where(IsController))}"));
        string cure = host.Hierarchies.FirstOrDefault(hierarchy => hierarchy.Has(setting.Controller)) is { } other
            ? $"it is in {other}: leave --cgroup-version out"
            : "check --cgroup, the kernel's option cgroup_disable, and, in a container, what is delegated to it";
        return new JailerFailure($"Controller {setting.Controller} is unavailable: {setting.File} needs it, and {there}; {cure}");
    }

    private static JailerFailure OfOtherVersion(CgroupSetting setting, CgroupHierarchy hierarchy)
    {
        int other = hierarchy.Version == CgroupVersion.V1 ? 2 : 1;
        IReadOnlyList<string> counterparts = CgroupFileNames.CounterpartsOf(setting.File);
        string cure = counterparts.Count > 0
            ? $"what does the same there is {string.Join(" or ", counterparts)}: write --cgroup {counterparts[0]}=VALUE"
            : "nothing does the same there: leave it out";
        return new JailerFailure($"{setting.File} is a file of cgroup v{other}, but its controller is in {hierarchy}; {cure}");
    }

    // Version 1 also has hierarchies without controllers, identified by name=.
    private static bool IsController(string name) => !name.Contains('=');

    private static FileStatus? StatusOf(CgroupHierarchy hierarchy, string name)
    {
        try
        {
            using OpenDirectory directory = OpenDirectory.Open(hierarchy.MountPoint.Text);
            return directory.StatusOf(name);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.ENOTDIR)
        {
            // A component of the path is a file.
            return null;
        }
    }
}
