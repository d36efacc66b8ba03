using System.IO;
using Kiln.Jailer.Jail.Cgroups;
using Xunit;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>What a file of one version is called in the other.</summary>
public sealed class CgroupFileNamesTests
{
    [Theory]
    [InlineData("memory.max", 2, "memory.limit_in_bytes")]
    [InlineData("memory.limit_in_bytes", 1, "memory.max")]
    [InlineData("memory.high", 2, "memory.soft_limit_in_bytes")]
    [InlineData("memory.memsw.limit_in_bytes", 1, "memory.swap.max")]
    [InlineData("cpu.shares", 1, "cpu.weight")]
    [InlineData("cpu.max", 2, "cpu.cfs_quota_us", "cpu.cfs_period_us")]
    [InlineData("io.weight", 2, "blkio.weight", "blkio.weight_device")]
    [InlineData("blkio.throttle.write_iops_device", 1, "io.max")]
    [InlineData("hugetlb.1GB.max", 2, "hugetlb.1GB.limit_in_bytes")]
    [InlineData("hugetlb.64KB.rsvd.max", 2, "hugetlb.64KB.rsvd.limit_in_bytes")]
    [InlineData("hugetlb.2MB.rsvd.limit_in_bytes", 1, "hugetlb.2MB.rsvd.max")]
    [InlineData("memory.oom.group", 2)]
    [InlineData("memory.swappiness", 1)]
    [InlineData("pids.max", null)]
    [InlineData("cpuset.cpus", null)]
    [InlineData("hugetlb.2MB.current", null)]
    [InlineData("hugetlb", null)]
    [InlineData("", null)]
    public void AFileKnowsItsVersionAndItsCounterparts(string file, int? version, params string[] counterparts)
    {
        Assert.Equal((CgroupVersion?)version, CgroupFileNames.VersionOf(file));
        Assert.Equal(counterparts, CgroupFileNames.CounterpartsOf(file));
        Assert.All(counterparts, counterpart => Assert.Contains(file, CgroupFileNames.CounterpartsOf(counterpart)));
        Assert.All(counterparts, counterpart => Assert.NotEqual(CgroupFileNames.VersionOf(file), CgroupFileNames.VersionOf(counterpart)));
    }

    [Fact]
    public void OnThisHostNoFileOfAHierarchyIsTakenForOneOfTheOtherVersion()
    {
        int files = 0;
        foreach (CgroupHierarchy hierarchy in CgroupHost.Read().Hierarchies)
        {
            foreach (string path in Directory.GetFiles(hierarchy.MountPoint.Text))
            {
                files++;
                CgroupVersion? version = CgroupFileNames.VersionOf(Path.GetFileName(path));
                Assert.True(version is null || version == hierarchy.Version, path);
            }
        }
        Assert.InRange(files, 5, int.MaxValue);
    }
}
