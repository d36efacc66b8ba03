using System.IO;
using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>The cgroup file systems of a real host, as its mountinfo tells of them, rebuilt as plain directories; removed when the test ends.</summary>
internal sealed class FixtureTree : IDisposable
{
    // What the topmost directories of version 1 hold on Linux 3.10 to 6.12, as far as the tests write it. pids and freezer have nothing there.
    private static readonly Dictionary<string, string[]> _files = new()
    {
        ["memory"] = ["memory.limit_in_bytes", "memory.soft_limit_in_bytes", "memory.swappiness", "memory.oom_control"],
        ["cpu"] = ["cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us"],
        ["cpuset"] = ["cpuset.cpus", "cpuset.mems"],
        ["blkio"] = ["blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device"],
        ["hugetlb"] = ["hugetlb.2MB.limit_in_bytes"],
    };

    private readonly string _top = Directory.CreateTempSubdirectory("kiln-cgroups-").FullName;

    /// <param name="name">Of the files in the folder of fixtures.</param>
    internal FixtureTree(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Cgroups/fixtures");
        string controllers = Path.Combine(folder, name + ".controllers");
        string[] lines = File.ReadAllLines(Path.Combine(folder, name + ".mountinfo"));
        byte[] mountInfo = Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(Moved)) + "\n");
        Host = CgroupHost.From(mountInfo, mount => mount.Type == CgroupHierarchy.SecondType ? File.ReadAllText(controllers) : "");
        foreach (CgroupHierarchy hierarchy in Host.Hierarchies)
        {
            Directory.CreateDirectory(hierarchy.MountPoint.Text);
            foreach (string file in hierarchy.Controllers.SelectMany(controller => _files.GetValueOrDefault(controller, [])))
            {
                File.WriteAllText(Path.Combine(hierarchy.MountPoint.Text, file), "");
            }
        }
    }

    /// <summary>What is found there.</summary>
    internal CgroupHost Host { get; }

    /// <summary>The hierarchies, a line each, with the paths that they have on the real host.</summary>
    internal IEnumerable<string> Hierarchies => Host.Hierarchies.Select(hierarchy => Shown(
        $"v{(int)hierarchy.Version} {hierarchy.MountPoint} {hierarchy.Root} {string.Join(' ', hierarchy.Controllers)}"));

    /// <param name="version">What --cgroup-version says, or null.</param>
    /// <param name="settings">What every --cgroup says.</param>
    /// <returns>A line a placement.</returns>
    internal IReadOnlyList<string> Plan(string? version, params string[] settings) => PlanBelow(null, version, settings);

    /// <param name="parent">What --parent-cgroup says, or null.</param>
    /// <param name="version">What --cgroup-version says, or null.</param>
    /// <param name="settings">What every --cgroup says.</param>
    /// <returns>A line a placement.</returns>
    internal IReadOnlyList<string> PlanBelow(string? parent, string? version, params string[] settings)
    {
        CgroupRequest request = CgroupRequest.From(new(settings, version, parent), "vmm", "web-1");
        return
        [
            .. CgroupPlan.For(request, () => Host).Select(placement => Shown(
                $"v{(int)placement.Hierarchy.Version} {placement.Path} {string.Join(' ', placement.Settings)}").TrimEnd()),
        ];
    }

    /// <summary>Why cgroups cannot be had.</summary>
    /// <param name="version">What --cgroup-version says, or null.</param>
    /// <param name="settings">What every --cgroup says.</param>
    internal string Refusal(string? version, params string[] settings) =>
        Shown(Xunit.Assert.Throws<JailerFailure>(() => Plan(version, settings)).Message);

    /// <param name="path">Its path on the real host.</param>
    internal void Make(string path) => Directory.CreateDirectory(_top + path);

    public void Dispose() => Directory.Delete(_top, recursive: true);

    private string Moved(string line)
    {
        string[] fields = line.Split(' ');
        fields[4] = _top + fields[4];
        return string.Join(' ', fields);
    }

    private string Shown(string text) => text.Replace(_top, "", StringComparison.Ordinal);
}
