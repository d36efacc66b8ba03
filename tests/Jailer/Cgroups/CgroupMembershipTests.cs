using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Xunit;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>Where a process is, as /proc/self/cgroup tells.</summary>
public sealed class CgroupMembershipTests(ITestOutputHelper output)
{
    private const string Content = "12:cpuacct,cpu:/a/b\n3:name=systemd:/system.slice/x:y.service\n2:memory:/docker/1f\n0::/user.slice\n";

    [Theory]
    [InlineData(1, "/", "cpu cpuacct", "/a/b", "a/b")]
    [InlineData(1, "/", "name=systemd", "/system.slice/x:y.service", "system.slice/x:y.service")]
    [InlineData(1, "/docker/1f", "memory", "/docker/1f", ".")]
    [InlineData(1, "/docker", "memory", "/docker/1f", "1f")]
    [InlineData(1, "/dock", "memory", "/docker/1f", null)]
    [InlineData(1, "/", "pids", null, null)]
    [InlineData(2, "/", "cpu", "/user.slice", "user.slice")]
    public void ACgroupIsFoundBelowItsMount(int version, string root, string controllers, string? path, string? name)
    {
        CgroupHierarchy hierarchy = new((CgroupVersion)version, new HostPath("/mnt"), root, controllers.Split(' '));

        Assert.Equal(path, new CgroupMembership(Content).PathIn(hierarchy));
        Assert.Equal(name, path is null ? null : hierarchy.NameOf(path));
    }

    [Theory]
    [InlineData("/", "/", ".")]
    [InlineData("/", "/../a", null)]
    [InlineData("/..", "/../a", null)]
    [InlineData("/", "/a (deleted)", "a (deleted)")]
    public void WhatLiesOutsideOfTheNamespaceIsNotReached(string root, string path, string? name) =>
        Assert.Equal(name, new CgroupHierarchy(CgroupVersion.V2, new HostPath("/mnt"), root, []).NameOf(path));

    [Theory]
    [InlineData("/", "/vmm/web-1")]
    [InlineData("/docker/1f", "/docker/1f/vmm/web-1")]
    [InlineData("/..", null)]
    public void ACgroupThatIsJoinedIsNamedAsTheKernelWill(string root, string? path) =>
        Assert.Equal(path, new CgroupHierarchy(CgroupVersion.V2, new HostPath("/mnt"), root, []).MemberPathOf("vmm/web-1"));

    [Fact]
    public void NoFileMakesTheReaderFail()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        CgroupHierarchy hierarchy = new(CgroupVersion.V1, new HostPath("/mnt"), "/docker", ["memory"]);
        int found = 0;
        for (int count = 0; count < 20_000; count++)
        {
            char[] mutant = Content.ToCharArray();
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = ":\n,/.\0"[random.Next(6)];
            }
            if (new CgroupMembership(new string(mutant)).PathIn(hierarchy) is { } path)
            {
                found++;
                Assert.DoesNotContain("..", (hierarchy.NameOf(path) ?? "").Split('/'));
            }
        }
        Assert.InRange(found, 1_000, 19_999);
    }

    [Fact]
    public void ThisProcessIsSomewhereInEveryHierarchy() => Assert.All(
        CgroupHost.Read().Hierarchies, hierarchy => Assert.StartsWith("/", CgroupMembership.Read().PathIn(hierarchy), StringComparison.Ordinal));
}
