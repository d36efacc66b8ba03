using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>A start that fails after the jail's cgroups were made and joined.</summary>
[Collection(CgroupCollection.Name)]
public sealed class CgroupUndoTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly TestCgroup _cgroup = new();

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void NoCgroupIsLeftInVersionOne(params string[] mode)
    {
        Requires.FirstCgroup("memory");
        Requires.FirstCgroup("cpuset");
        PlantAFailure();

        AssertFails(_jail.Run(
            ["--cgroup", "memory.limit_in_bytes=805306368", "--cgroup", "cpuset.cpus=0", "--parent-cgroup", $"{_cgroup.Name}/a", .. mode]));

        Assert.Empty(_cgroup.Directories);
    }

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void NoCgroupIsLeftInVersionTwo(params string[] mode)
    {
        Requires.SecondCgroup("hugetlb");
        PlantAFailure();

        AssertFails(_jail.Run(["--cgroup", "hugetlb.2MB.max=0", "--parent-cgroup", $"{_cgroup.Name}/a", .. mode]));

        Assert.Empty(_cgroup.Directories);
    }

    [Theory]
    [InlineData("memory.limit_in_bytes=805306368", 1, "memory.swappiness")]
    [InlineData("hugetlb.2MB.max=0", 2, "cgroup.max.depth")]
    public void ACgroupThatWasThereStaysWithWhatIsInIt(string setting, int version, string staged)
    {
        string own = _cgroup.Make(TopOf(version), _jail.Id);
        File.WriteAllText($"{own}/{staged}", "7");
        using RunningProgram sleeper = RunningProgram.Start("sleep", "1000");
        File.WriteAllText($"{own}/cgroup.procs", $"{sleeper.Id}");
        PlantAFailure();

        AssertFails(_jail.Run("--cgroup", setting, "--parent-cgroup", _cgroup.Name));

        Assert.Equal([sleeper.Id], TestCgroup.ProcessesOf(own));
        Assert.False(sleeper.HasEnded);
        Assert.Equal("7", File.ReadAllText($"{own}/{staged}").Trim());
    }

    [Theory]
    [InlineData("memory.limit_in_bytes=805306368", 1)]
    [InlineData("hugetlb.2MB.max=0", 2)]
    public void WhatCameIntoTheCgroupMeanwhileIsEnded(string setting, int version)
    {
        string own = $"{TopOf(version)}/{_cgroup.Name}/{_jail.Id}";
        using RunningProgram jailer = StartFailingLater(setting);
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(own) && TestCgroup.ProcessesOf(own).Count > 0, _patience), jailer.Error);
        using RunningProgram sleeper = RunningProgram.Start("sleep", "1000");
        File.WriteAllText($"{own}/cgroup.procs", $"{sleeper.Id}");

        ProgramResult result = jailer.WaitForEnd();

        Assert.Contains("pivot_root", result.Error, StringComparison.Ordinal);
        Assert.Equal(128 + 9, sleeper.WaitForEnd().Status);
        Assert.Empty(_cgroup.Directories);
    }

    [Theory]
    [InlineData("memory.limit_in_bytes=805306368", 1)]
    [InlineData("hugetlb.2MB.max=0", 2)]
    public void ACgroupAboveThatOthersUseMeanwhileStays(string setting, int version)
    {
        string above = $"{TopOf(version)}/{_cgroup.Name}";
        using RunningProgram jailer = StartFailingLater(setting);
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists($"{above}/{_jail.Id}"), _patience), jailer.Error);
        using TestJail other = TestJail.WithSpinningGuest();
        using RunningProgram neighbour = other.StartSpinning("--cgroup", setting, "--parent-cgroup", _cgroup.Name);
        Assert.False(jailer.HasEnded);

        Assert.Equal(1, jailer.WaitForEnd().Status);

        Assert.Equal([above, $"{above}/{other.Id}"], _cgroup.Directories);
        Assert.Equal([neighbour.Id], TestCgroup.ProcessesOf($"{above}/{other.Id}"));
    }

    public void Dispose()
    {
        _cgroup.Dispose();
        _jail.Dispose();
    }

    // Device nodes are made when the cgroups are joined.
    private void PlantAFailure()
    {
        Directory.CreateDirectory(Path.Combine(_jail.Root, "dev"));
        File.WriteAllText(Path.Combine(_jail.Root, "dev/kvm"), "planted");
    }

    // Two seconds in which something else can happen to the cgroups.
    private RunningProgram StartFailingLater(string setting) => RunningProgram.Start(
        "strace",
        [
            "-f", "-o", "/dev/null", "-e", "trace=pivot_root", "-e", "inject=pivot_root:error=EPERM:delay_enter=2000000", Artifacts.Jailer,
            .. _jail.JailerArguments, "--cgroup", setting, "--parent-cgroup", _cgroup.Name,
        ]);

    private static string TopOf(int version) => version == 1 ? Requires.FirstCgroup("memory") : Requires.SecondCgroup("hugetlb");

    private static void AssertFails(ProgramResult result)
    {
        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches("^jailer: .*/dev/kvm is there and is not the device; remove it\n$", result.Error);
    }
}
