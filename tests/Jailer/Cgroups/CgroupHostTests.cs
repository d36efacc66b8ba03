using System.Linq;
using System.Text;
using Kiln.Jailer.Jail.Cgroups;
using Xunit;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>The hierarchies of real hosts are found in their mountinfo, each once.</summary>
public sealed class CgroupHostTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("debian-12", "v2 /sys/fs/cgroup / cpuset cpu io memory hugetlb pids rdma misc")]
    [InlineData("ubuntu-20.04-hybrid", "v2 /sys/fs/cgroup/unified / ", "v1 /sys/fs/cgroup/memory / memory", "v1 /sys/fs/cgroup/cpu,cpuacct / cpu cpuacct", "v1 /sys/fs/cgroup/systemd / name=systemd")]
    [InlineData("centos-7", "v1 /sys/fs/cgroup/cpu,cpuacct / cpuacct cpu", "v1 /sys/fs/cgroup/net_cls,net_prio / net_prio net_cls", "v1 /sys/fs/cgroup/systemd / name=systemd")]
    [InlineData("amazon-linux-2", "v1 /sys/fs/cgroup/cpu,cpuacct / cpu cpuacct", "v1 /sys/fs/cgroup/hugetlb / hugetlb")]
    [InlineData("alpine-hybrid", "v2 /sys/fs/cgroup/unified / hugetlb pids", "v1 /sys/fs/cgroup/openrc / name=openrc", "v1 /sys/fs/cgroup/memory / memory")]
    [InlineData("docker-v2", "v2 /sys/fs/cgroup / cpuset cpu io memory hugetlb pids rdma misc")]
    [InlineData("docker-v1", "v1 /sys/fs/cgroup/memory /docker/3f4e8a0b6c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162738495a6b7 memory")]
    [InlineData("kubernetes", "v2 /host/sys/fs/cgroup / cpuset cpu io memory hugetlb pids rdma misc")]
    [InlineData("hybrid-hugetlb", "v2 /sys/fs/cgroup/unified / hugetlb", "v1 /sys/fs/cgroup/pids / pids", "v1 /sys/fs/cgroup/cpu / cpu")]
    [InlineData("strange-names", "v2 /mnt/c group/v2\ttab / pids", "v1 /mnt/line\nend / memory", "v1 /mnt/grün / cpu name=a,b")]
    public void TheHierarchiesOfARealHostAreFound(string fixture, params string[] expected)
    {
        using FixtureTree tree = new(fixture);

        Assert.Equal(expected, tree.Hierarchies.Where(expected.Contains).OrderBy(line => Array.IndexOf(expected, line)));
        Assert.Equal(tree.Hierarchies.Distinct(), tree.Hierarchies);
    }

    [Theory]
    [InlineData("debian-12", 1)]
    [InlineData("ubuntu-20.04-hybrid", 13)]
    [InlineData("centos-7", 11)]
    [InlineData("amazon-linux-2", 11)]
    [InlineData("alpine-hybrid", 10)]
    [InlineData("docker-v2", 1)]
    [InlineData("docker-v1", 11)]
    [InlineData("kubernetes", 1)]
    [InlineData("hybrid-hugetlb", 10)]
    [InlineData("strange-names", 3)]
    public void NoHierarchyIsOverlookedOrInvented(string fixture, int count)
    {
        using FixtureTree tree = new(fixture);

        Assert.Equal(count, tree.Host.Hierarchies.Count);
    }

    [Theory]
    [InlineData("1 0 0:9 /part /a rw - cgroup2 none rw\n2 0 0:9 / /b rw - cgroup2 none rw\n", "/b")]
    [InlineData("1 0 0:9 /part /a rw - cgroup2 none rw\n2 0 0:9 / /b ro - cgroup2 none rw\n", "/a")]
    [InlineData("1 0 0:9 / /a rw - cgroup2 none rw\n2 0 0:9 / /b rw - cgroup2 none rw\n", "/a")]
    [InlineData("1 0 0:9 / /hidden rw - cgroup2 none rw\n2 0 0:9 /part /b ro - cgroup2 none rw", "/b")]
    public void OfSeveralMountsTheMostUsefulIsTaken(string mountInfo, string place)
    {
        CgroupHost host = CgroupHost.From(Encoding.UTF8.GetBytes(mountInfo), mount => mount.MountPoint == "/hidden" ? null : "pids");

        Assert.Equal(place, Assert.Single(host.Hierarchies).MountPoint.Text);
    }

    [Fact]
    public void ThisHostIsReadAsItsKernelTells()
    {
        // Of the controllers that the kernel has enabled, those in a hierarchy with a number are in version 1.
        string[][] lines = [.. System.IO.File.ReadLines("/proc/cgroups").Skip(1).Select(line => line.Split('\t'))];
        CgroupHost host = CgroupHost.Read();

        foreach (string[] fields in lines)
        {
            bool first = host.Hierarchies.Any(hierarchy => hierarchy.Version == CgroupVersion.V1 && hierarchy.Has(fields[0]));
            Assert.Equal(fields[1] != "0" && fields[3] == "1", first);
        }
    }

    [Fact]
    public void NoMountInfoMakesTheReaderFail()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] real = System.IO.File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "Cgroups/fixtures/ubuntu-20.04-hybrid.mountinfo"));
        int found = 0;
        for (int count = 0; count < 5_000; count++)
        {
            byte[] mutant = [.. real];
            for (int change = random.Next(1, 200); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)" \\-:0,/\n=cgroup2"[random.Next(16)];
            }
            CgroupHost host = CgroupHost.From(mutant, _ => "memory pids");
            found += host.Hierarchies.Count;
            Assert.InRange(host.Hierarchies.Count(hierarchy => hierarchy.Version == CgroupVersion.V2), 0, 1);
        }
        output.WriteLine($"{found} found");
        Assert.InRange(found, 5_000, 5_000 * 13);
    }
}
