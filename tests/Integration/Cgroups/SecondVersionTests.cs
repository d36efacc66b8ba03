using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>Version 2 cgroups, seen in the host's hierarchy while the monitor runs. Hybrid hosts get one controller there for these tests.</summary>
[Collection(CgroupCollection.Name)]
public sealed class SecondVersionTests : IDisposable
{
    private readonly MovedController _moved;
    private readonly TestJail _jail;
    private readonly TestCgroup _cgroup = new();
    private readonly string _top;

    public SecondVersionTests()
    {
        Requires.RootAndKvm();
        _moved = Requires.MovedToSecondCgroup("pids");
        _top = Requires.SecondCgroup("pids");
        _jail = TestJail.WithSpinningGuest();
    }

    private string Own => $"{_top}/{_cgroup.Name}/{_jail.Id}";

    [Theory]
    [InlineData]
    [InlineData("--cgroup-version", "2")]
    public void AValueHoldsAndTheMonitorIsInTheCgroup(params string[] version)
    {
        using RunningProgram program = _jail.StartSpinning([.. version, "--cgroup", "pids.max=77", "--parent-cgroup", _cgroup.Name]);

        Assert.Equal("77", File.ReadAllText($"{Own}/pids.max").Trim());
        Assert.Equal([program.Id], TestCgroup.ProcessesOf(Own));
        Assert.Equal($"/{_cgroup.Name}/{_jail.Id}", HostCgroups.PlaceOf(program.Id, _top));
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void AMonitorInAChildIsInTheCgroupAlone(params string[] mode)
    {
        using DetachedMonitor monitor = _jail.StartDetached(["--cgroup", "pids.max=77", "--parent-cgroup", _cgroup.Name, .. mode]);

        Assert.Equal([monitor.Id], TestCgroup.ProcessesOf(Own));
    }

    [Fact]
    public void ControllersAreEnabledOnAllLevelsAboveAndNotBelow()
    {
        Requires.SecondCgroup("hugetlb");
        using RunningProgram program = _jail.StartSpinning(
            "--cgroup", "pids.max=77", "--cgroup", "hugetlb.2MB.max=4194304", "--cgroup", "pids.max=78", "--parent-cgroup", $"{_cgroup.Name}/a/b");

        foreach (string level in (string[])["", $"/{_cgroup.Name}", $"/{_cgroup.Name}/a", $"/{_cgroup.Name}/a/b"])
        {
            IReadOnlyList<string> enabled = HostCgroups.WordsOf($"{_top}{level}/cgroup.subtree_control");
            Assert.Contains("pids", enabled);
            Assert.Contains("hugetlb", enabled);
        }
        string own = $"{_top}/{_cgroup.Name}/a/b/{_jail.Id}";
        Assert.Equal("", File.ReadAllText($"{own}/cgroup.subtree_control").Trim());
        Assert.Equal(("78", "4194304"), (File.ReadAllText($"{own}/pids.max").Trim(), File.ReadAllText($"{own}/hugetlb.2MB.max").Trim()));
        Assert.Equal([program.Id], TestCgroup.ProcessesOf(own));
    }

    [Fact]
    public void AControllerOfEachVersionIsUsedWhereItIs()
    {
        string first = Requires.FirstCgroup("memory");
        using RunningProgram program = _jail.StartSpinning(
            "--cgroup", "pids.max=77", "--cgroup", "memory.limit_in_bytes=805306368", "--parent-cgroup", _cgroup.Name);

        Assert.Equal([program.Id], TestCgroup.ProcessesOf(Own));
        Assert.Equal([program.Id], TestCgroup.ProcessesOf($"{first}/{_cgroup.Name}/{_jail.Id}"));
    }

    [Fact]
    public void AParentThatIsThereIsJoinedWithoutACgroupOfItsOwn()
    {
        string parent = _cgroup.Make(_top);
        using RunningProgram program = _jail.StartSpinning("--cgroup-version", "2", "--parent-cgroup", _cgroup.Name);

        Assert.Equal([program.Id], TestCgroup.ProcessesOf(parent));
        Assert.Equal([parent], _cgroup.Directories);
    }

    [Fact]
    public void AParentThatIsThereIsJoinedInEveryHierarchyThatHasIt()
    {
        string first = Requires.FirstCgroup("memory");
        string other = Requires.FirstCgroup("cpu");
        string[] parents = [_cgroup.Make(first, "of/several"), _cgroup.Make(_top, "of/several")];
        using RunningProgram program = _jail.StartSpinning("--parent-cgroup", $"{_cgroup.Name}/of/several");

        Assert.All(parents, parent => Assert.Equal([program.Id], TestCgroup.ProcessesOf(parent)));
        Assert.Equal(HostCgroups.PlaceOf(Environment.ProcessId, other), HostCgroups.PlaceOf(program.Id, other));
        Assert.False(Directory.Exists($"{other}/{_cgroup.Name}"));
    }

    [Fact]
    public void AParentThatGivesControllersAwayTakesNoProcess()
    {
        Requires.SecondCgroup("hugetlb");
        File.WriteAllText($"{_top}/cgroup.subtree_control", "+hugetlb");
        string parent = _cgroup.Make(_top);
        File.WriteAllText($"{parent}/cgroup.subtree_control", "+hugetlb");
        string[] before = [.. _jail.Entries];

        ProgramResult result = _jail.Run("--cgroup-version", "2", "--parent-cgroup", _cgroup.Name);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches(
            @$"^jailer: Failed to move process to cgroup \({parent}\): Resource busy \(os error 16\); .*cgroup\.subtree_control.*--cgroup.*\n$", result.Error);
        Assert.Equal([parent], _cgroup.Directories);
        Assert.Equal(before, _jail.Entries);
    }

    [Fact]
    public void AParentThatIsNotThereIsNotMadeAndNotJoined()
    {
        using RunningProgram program = _jail.StartSpinning("--cgroup-version", "2", "--parent-cgroup", _cgroup.Name);

        Assert.Empty(_cgroup.Directories);
        Assert.Equal(HostCgroups.PlaceOf(Environment.ProcessId, _top), HostCgroups.PlaceOf(program.Id, _top));
    }

    [Fact]
    public void ADryRunTellsWhatIsEnabled()
    {
        ProgramResult result = _jail.Run("--dry-run", "--cgroup", "pids.max=1", "--parent-cgroup", _cgroup.Name);

        Assert.Contains($". make the cgroup {Own} (v2), enable pids above it; write pids.max=1\n", result.Output, StringComparison.Ordinal);
        Assert.Contains($". join the cgroup {Own} (v2)\n", result.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // Nothing may be left in version 2 when the controller goes back.
        _cgroup.Dispose();
        _moved.Dispose();
        _jail.Dispose();
    }
}
