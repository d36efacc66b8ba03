using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Linux.Mounts;

namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The jailer's cgroup input: /proc/self/mountinfo, and after a line <c>%</c> the files cgroup.controllers and /proc/self/cgroup.</summary>
internal sealed class MountTarget : IFuzzTarget
{
    private const string Mark = "\n%\n";

    // A mount point that only a mutation produces.
    private const string PlantedPoint = "/quiescent";

    private static readonly string[] _words =
    [
        "cgroup", "cgroup2", " - cgroup cgroup rw,", " - cgroup2 cgroup2 rw", "rw", "ro", "cpu", "cpuset", "memory", "name=systemd", "0::/", "1:cpu:/", "/",
        "..", "/..", "\\040", "\\134", "\\000", "\\777", "\\04", ":", "-", " ", "4294967295", "4294967296", "0:31", "shared:7", "master:1", "%", "\u0000",
        "\ud83d\ude00", PlantedPoint,
    ];

    /// <inheritdoc/>
    public string Name => "cgroup-files";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<MountStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n%\ncpuset cpu io memory pids\n%\n0::/system.slice/ssh.service\n"u8.ToArray(),
        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n41 31 0:38 / /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw\n%\nhugetlb\n%\n9:name=systemd:/\n1:cpu,cpuacct:/a:b\n0::/\n"u8.ToArray(),
        "50 40 0:44 /docker/ab /sys/fs/cgroup/me\\040mory ro,relatime master:3 propagate_from:2 - cgroup cgroup rw,memory\n%\n%\n4:memory:/docker/ab/c\n"u8.ToArray(),
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new WordMutator(random, _words, (byte)'\n');

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        string[] files = Encoding.UTF8.GetString(input).Split(Mark);
        byte[] mounts = Encoding.UTF8.GetBytes(files[0]);
        int parsed = 0;
        foreach (Range line in mounts.AsSpan().Split((byte)'\n'))
        {
            parsed += MountEntry.TryParse(mounts.AsSpan(line), out _) ? 1 : 0;
        }
        CgroupHost host = CgroupHost.From(mounts, _ => files.ElementAtOrDefault(1));
        CgroupMembership membership = new(files.ElementAtOrDefault(2) ?? "");
        string?[] names = [.. host.Hierarchies.Select(hierarchy => membership.PathIn(hierarchy) is { } path ? hierarchy.NameOf(path) : null)];
        // Names are resolved below the hierarchy's own directory; none may lead above it.
        if (names.Any(name => name is not null && (name.StartsWith('/') || name.Split('/').Contains(".."))))
        {
            throw new InvalidOperationException("the name of a cgroup leads out of its hierarchy");
        }
        MountStage stage = names.Any(name => name is not null) ? MountStage.Member
            : host.Hierarchies.Count > 0 ? MountStage.Hierarchy
            : parsed > 0 ? MountStage.Mount
            : MountStage.Lines;
        return new Observation((int)stage, [$"{parsed} {host.Hierarchies.Count} {names.Count(name => name is not null)}"]);
    }

    /// <inheritdoc/>
    public bool IsPlanted(byte[] input) => CgroupHost.From(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(input).Split(Mark)[0]), _ => "").Hierarchies
        .Any(hierarchy => hierarchy.MountPoint.Text.Contains(PlantedPoint, StringComparison.Ordinal));
}
