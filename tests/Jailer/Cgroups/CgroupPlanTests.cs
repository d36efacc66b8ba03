using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Xunit;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>Where the cgroups of a jail go on real hosts, and what is refused before anything is made.</summary>
public sealed class CgroupPlanTests
{
    [Theory]
    [InlineData("debian-12", "memory.max=1G cpu.weight=50 memory.swap.max=0", "v2 /sys/fs/cgroup/vmm/web-1 memory.max=1G cpu.weight=50 memory.swap.max=0")]
    [InlineData("ubuntu-20.04-hybrid", "memory.limit_in_bytes=1G", "v1 /sys/fs/cgroup/memory/vmm/web-1 memory.limit_in_bytes=1G")]
    [InlineData("centos-7", "cpu.shares=5 pids.max=9 cpu.cfs_quota_us=1", "v1 /sys/fs/cgroup/cpu,cpuacct/vmm/web-1 cpu.shares=5 cpu.cfs_quota_us=1", "v1 /sys/fs/cgroup/pids/vmm/web-1 pids.max=9")]
    [InlineData("amazon-linux-2", "hugetlb.2MB.limit_in_bytes=0 freezer.state=THAWED", "v1 /sys/fs/cgroup/hugetlb/vmm/web-1 hugetlb.2MB.limit_in_bytes=0", "v1 /sys/fs/cgroup/freezer/vmm/web-1 freezer.state=THAWED")]
    [InlineData("alpine-hybrid", "pids.max=9 memory.limit_in_bytes=1G hugetlb.2MB.max=0", "v2 /sys/fs/cgroup/unified/vmm/web-1 pids.max=9 hugetlb.2MB.max=0", "v1 /sys/fs/cgroup/memory/vmm/web-1 memory.limit_in_bytes=1G")]
    [InlineData("docker-v2", "pids.max=9", "v2 /sys/fs/cgroup/vmm/web-1 pids.max=9")]
    [InlineData("docker-v1", "pids.max=9 cpuset.cpus=0", "v1 /sys/fs/cgroup/pids/vmm/web-1 pids.max=9", "v1 /sys/fs/cgroup/cpuset/vmm/web-1 cpuset.cpus=0")]
    [InlineData("kubernetes", "pids.max=9", "v2 /host/sys/fs/cgroup/vmm/web-1 pids.max=9")]
    [InlineData("hybrid-hugetlb", "hugetlb.2MB.max=0 cpu.shares=5", "v2 /sys/fs/cgroup/unified/vmm/web-1 hugetlb.2MB.max=0", "v1 /sys/fs/cgroup/cpu/vmm/web-1 cpu.shares=5")]
    [InlineData("strange-names", "memory.limit_in_bytes=1 pids.max=2", "v1 /mnt/line\nend/vmm/web-1 memory.limit_in_bytes=1", "v2 /mnt/c group/v2\ttab/vmm/web-1 pids.max=2")]
    public void EachControllerIsUsedWhereTheHostHasIt(string fixture, string settings, params string[] expected)
    {
        using FixtureTree tree = new(fixture);

        Assert.Equal(expected, tree.Plan(null, settings.Split(' ')));
    }

    [Fact]
    public void AFileIsSetAsOftenAsItIsGivenAndInOrder()
    {
        using FixtureTree tree = new("debian-12");

        Assert.Equal(
            ["v2 /sys/fs/cgroup/vmm/web-1 io.max=8:0 rbps=1 pids.max=9 io.max=8:16 rbps=2"],
            tree.Plan(null, "io.max=8:0 rbps=1", "pids.max=9", "io.max=8:16 rbps=2"));
    }

    [Theory]
    [InlineData("hybrid-hugetlb", "1", "pids.max=9", "v1 /sys/fs/cgroup/pids/vmm/web-1 pids.max=9")]
    [InlineData("hybrid-hugetlb", "2", "hugetlb.2MB.max=0", "v2 /sys/fs/cgroup/unified/vmm/web-1 hugetlb.2MB.max=0")]
    public void AVersionThatIsGivenIsUsed(string fixture, string version, string setting, string expected)
    {
        using FixtureTree tree = new(fixture);

        Assert.Equal([expected], tree.Plan(version, setting));
    }

    [Theory]
    [InlineData("hybrid-hugetlb", "2", "pids.max=9", "Controller pids is unavailable: pids.max needs it, and cgroup v2 has hugetlb; it is in cgroup v1 at /sys/fs/cgroup/pids: leave --cgroup-version out")]
    [InlineData("alpine-hybrid", "1", "pids.max=9", "Controller pids is unavailable: pids.max needs it, and cgroup v1 has cpuset cpu cpuacct blkio memory devices freezer net_cls; it is in cgroup v2 at /sys/fs/cgroup/unified: leave --cgroup-version out")]
    [InlineData("alpine-hybrid", null, "rdma.max=x", "Controller rdma is unavailable: rdma.max needs it, and cgroup v2 has hugetlb pids, cgroup v1 has cpuset cpu cpuacct blkio memory devices freezer net_cls; check --cgroup")]
    [InlineData("debian-12", null, "cgroup.procs=1", "Controller cgroup is unavailable: cgroup.procs needs it, and cgroup v2 has cpuset cpu")]
    [InlineData("debian-12", null, "tasks=1", "Controller tasks is unavailable")]
    [InlineData("debian-12", "1", "pids.max=9", "Hierarchy not found: no cgroup v1 is mounted on this host; mount one, or leave --cgroup-version out")]
    [InlineData("centos-7", "2", "pids.max=9", "Hierarchy not found: no cgroup v2 is mounted on this host; mount one, or leave --cgroup-version out")]
    [InlineData("centos-7", null, "memory.limits=9", "cgroup v1 at /sys/fs/cgroup/memory has no file memory.limits; see what files are in that directory")]
    [InlineData("centos-7", null, "blkio.weight=9", "cgroup v1 at /sys/fs/cgroup/blkio has no file blkio.weight")]
    public void WhatTheHostDoesNotHaveIsNamed(string fixture, string? version, string setting, string message)
    {
        using FixtureTree tree = new(fixture);

        Assert.StartsWith(message, tree.Refusal(version, setting), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("centos-7", null, "memory.max=1G", "memory.max is a file of cgroup v2, but its controller is in cgroup v1 at /sys/fs/cgroup/memory; what does the same there is memory.limit_in_bytes: write --cgroup memory.limit_in_bytes=VALUE")]
    [InlineData("hybrid-hugetlb", null, "hugetlb.2MB.limit_in_bytes=1", "hugetlb.2MB.limit_in_bytes is a file of cgroup v1, but its controller is in cgroup v2 at /sys/fs/cgroup/unified; what does the same there is hugetlb.2MB.max: write --cgroup hugetlb.2MB.max=VALUE")]
    [InlineData("debian-12", null, "cpu.shares=5", "cpu.shares is a file of cgroup v1, but its controller is in cgroup v2 at /sys/fs/cgroup; what does the same there is cpu.weight: write --cgroup cpu.weight=VALUE")]
    [InlineData("debian-12", "2", "memory.swappiness=5", "memory.swappiness is a file of cgroup v1, but its controller is in cgroup v2 at /sys/fs/cgroup; nothing does the same there: leave it out")]
    [InlineData("centos-7", null, "io.max=8:0 rbps=1", "io.max is a file of cgroup v2, but its controller is in cgroup v1 at /sys/fs/cgroup/blkio; what does the same there is blkio.throttle.read_bps_device or blkio.throttle.write_bps_device or")]
    [InlineData("debian-12", null, "blkio.throttle.read_bps_device=8:0 1", "blkio.throttle.read_bps_device is a file of cgroup v1, but its controller is in cgroup v2 at /sys/fs/cgroup; what does the same there is io.max")]
    public void AFileOfTheOtherVersionIsRefusedWithItsCounterpart(string fixture, string? version, string setting, string message)
    {
        using FixtureTree tree = new(fixture);

        Assert.StartsWith(message, tree.Refusal(version, setting), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian-12", "2", null, "/sys/fs/cgroup/vmm", "v2 /sys/fs/cgroup/vmm")]
    [InlineData("debian-12", "2", null, "/sys/fs/cgroup/other")]
    [InlineData("debian-12", null, null, "/sys/fs/cgroup/vmm")]
    [InlineData("debian-12", null, "a/b", "/sys/fs/cgroup/a/b", "v2 /sys/fs/cgroup/a/b")]
    [InlineData("hybrid-hugetlb", "1", null, "/sys/fs/cgroup/cpu/vmm")]
    [InlineData("hybrid-hugetlb", "1", "p", "/sys/fs/cgroup/cpu/p", "v1 /sys/fs/cgroup/cpu/p")]
    [InlineData("hybrid-hugetlb", "2", "p", "/sys/fs/cgroup/cpu/p")]
    [InlineData("hybrid-hugetlb", null, "p", "/sys/fs/cgroup/systemd/p", "v1 /sys/fs/cgroup/systemd/p")]
    [InlineData("hybrid-hugetlb", null, "cpu.shares/p", "/sys/fs/cgroup/cpu/p")]
    public void AParentIsJoinedWithoutSettingsWhereItIsThere(string fixture, string? version, string? parent, string there, params string[] expected)
    {
        using FixtureTree tree = new(fixture);
        tree.Make(there);

        Assert.Equal(expected, tree.PlanBelow(parent, version));
    }

    [Fact]
    public void AHostIsNotAskedWhenNothingIsWanted() => Assert.Empty(CgroupPlan.For(
        CgroupRequest.From(new([], "1", null), "vmm", "web-1"), () => throw new InvalidOperationException("the host was asked")));

    [Fact]
    public void AHostWithoutCgroupsIsNamed() => Assert.StartsWith(
        "Hierarchy not found: no cgroup file system is mounted on this host;",
        Assert.Throws<JailerFailure>(() => CgroupPlan.For(CgroupRequest.From(new(["pids.max=1"], null, null), "vmm", "web-1"), () => CgroupHost.From([], _ => ""))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void TheControllersOfAPlacementAreNamedOnce()
    {
        using FixtureTree tree = new("debian-12");
        CgroupRequest request = CgroupRequest.From(new(["io.max=a", "pids.max=9", "io.max=b"], null, "a/b"), "vmm", "web-1");

        CgroupPlacement placement = Assert.Single(CgroupPlan.For(request, () => tree.Host));

        Assert.Equal(["io", "pids"], placement.Controllers);
        Assert.Equal("a/b/web-1", placement.Name);
        Assert.True(placement.IsOwn);
    }
}
