using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>Cgroups of version 1, seen in the host's hierarchies while the monitor runs.</summary>
[Collection(CgroupCollection.Name)]
public sealed class FirstVersionTests : IDisposable
{
    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly TestCgroup _cgroup = new();

    [Theory]
    [InlineData("memory", "memory.limit_in_bytes", "805306368")]
    [InlineData("memory", "memory.soft_limit_in_bytes", "536870912")]
    [InlineData("cpu", "cpu.shares", "2")]
    [InlineData("cpu", "cpu.cfs_quota_us", "150000")]
    [InlineData("freezer", "freezer.state", "THAWED")]
    [InlineData("pids", "pids.max", "77")]
    public void AValueHoldsAndEveryThreadOfTheMonitorIsInTheCgroup(string controller, string file, string value)
    {
        string path = $"{Requires.FirstCgroup(controller)}/{_cgroup.Name}/{_jail.Id}";
        using RunningProgram program = _jail.StartSpinning("--cgroup", $"{file}={value}", "--parent-cgroup", _cgroup.Name);

        Assert.Equal(value, File.ReadAllText($"{path}/{file}").Trim());
        Assert.Equal([program.Id], TestCgroup.ProcessesOf(path));
        Assert.Equal(new ProcessView(program.Id).Threads, File.ReadAllLines($"{path}/tasks").Select(int.Parse).Order());
    }

    [Fact]
    public void TheCgroupAboveIsCalledLikeTheMonitorsFile()
    {
        string top = Requires.FirstCgroup("memory");
        using RunningProgram program = _jail.StartSpinning("--cgroup", "memory.limit_in_bytes=805306368");

        Assert.Equal($"/vmm/{_jail.Id}", HostCgroups.PlaceOf(program.Id, top));
    }

    [Fact]
    public void SeveralControllersAndAParentOfSeveralNamesAreUsed()
    {
        string[] tops = [Requires.FirstCgroup("memory"), Requires.FirstCgroup("cpu"), Requires.FirstCgroup("cpuset")];
        using RunningProgram program = _jail.StartSpinning(
            "--cgroup", "memory.limit_in_bytes=805306368", "--cgroup", "cpu.shares=100", "--cgroup", "memory.limit_in_bytes=402653184",
            "--cgroup", "cpuset.cpus=0", "--cgroup-version", "1", "--parent-cgroup", $"{_cgroup.Name}/of/several");

        Assert.All(tops, top => Assert.Equal($"/{_cgroup.Name}/of/several/{_jail.Id}", HostCgroups.PlaceOf(program.Id, top)));
        // Given twice, it is written twice.
        Assert.Equal("402653184", File.ReadAllText($"{tops[0]}/{_cgroup.Name}/of/several/{_jail.Id}/memory.limit_in_bytes").Trim());
        Assert.Equal("0", new ProcessView(program.Id).StatusOf(program.Id, "Cpus_allowed_list"));
    }

    [Fact]
    public void ACpusetInheritsWhatIsNotGivenOnEveryLevel()
    {
        string top = Requires.FirstCgroup("cpuset");
        string processors = File.ReadAllText($"{top}/cpuset.cpus");
        // Made and left empty by somebody else: it could accept no process.
        string above = _cgroup.Make(top);
        Assert.Equal("", File.ReadAllText($"{above}/cpuset.cpus").Trim());

        using RunningProgram program = _jail.StartSpinning("--cgroup", "cpuset.mems=0", "--parent-cgroup", $"{_cgroup.Name}/a/b");

        Assert.All(
            (string[])[above, $"{above}/a", $"{above}/a/b", $"{above}/a/b/{_jail.Id}"],
            path => Assert.Equal((processors, "0"), (File.ReadAllText($"{path}/cpuset.cpus"), File.ReadAllText($"{path}/cpuset.mems").Trim())));
        Assert.Equal([program.Id], TestCgroup.ProcessesOf($"{above}/a/b/{_jail.Id}"));
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void AMonitorInAChildIsInTheCgroupAlone(params string[] mode)
    {
        string top = Requires.FirstCgroup("memory");
        using DetachedMonitor monitor = _jail.StartDetached(["--cgroup", "memory.limit_in_bytes=805306368", "--parent-cgroup", _cgroup.Name, .. mode]);

        Assert.Equal([monitor.Id], TestCgroup.ProcessesOf($"{top}/{_cgroup.Name}/{_jail.Id}"));
    }

    [Fact]
    public void WithoutAnyOptionTheMonitorStaysWhereItsCallerIs()
    {
        using RunningProgram program = _jail.StartSpinning();

        Assert.Equal(File.ReadAllText("/proc/self/cgroup"), File.ReadAllText($"/proc/{program.Id}/cgroup"));
    }

    [Fact]
    public void ADryRunTellsTheStepsAndTakesNone()
    {
        string memory = $"{Requires.FirstCgroup("memory")}/{_cgroup.Name}/{_jail.Id}";
        string cpu = $"{Requires.FirstCgroup("cpu")}/{_cgroup.Name}/{_jail.Id}";

        ProgramResult result = _jail.Run(
            "--dry-run", "--cgroup", "memory.limit_in_bytes=1", "--cgroup", "cpu.shares=3", "--cgroup", "memory.swappiness=2",
            "--parent-cgroup", _cgroup.Name);

        string[] steps = [.. result.Output.TrimEnd('\n').Split('\n').Select(line => line[(line.IndexOf('.', StringComparison.Ordinal) + 2)..])];
        // The copy of the monitor is not charged to the jail, and inside the jail no cgroups are reachable.
        int first = Array.FindIndex(steps, step => step.StartsWith("copy ", StringComparison.Ordinal)) + 1;
        Assert.Equal(
            [
                $"make the cgroup {memory} (v1); write memory.limit_in_bytes=1, memory.swappiness=2", $"make the cgroup {cpu} (v1); write cpu.shares=3",
                $"join the cgroup {memory} (v1)", $"join the cgroup {cpu} (v1)", "unshare the IPC and UTS namespaces",
            ],
            steps[first..(first + 5)]);
        Assert.Empty(_cgroup.Directories);
    }

    public void Dispose()
    {
        _cgroup.Dispose();
        _jail.Dispose();
    }
}
