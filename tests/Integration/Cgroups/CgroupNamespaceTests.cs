using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>The jailer in a cgroup namespace, as in a container: its topmost cgroup is not the host's root cgroup.</summary>
[Collection(CgroupCollection.Name)]
public sealed class CgroupNamespaceTests : IDisposable
{
    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly TestCgroup _cgroup = new();

    [Fact]
    public void TheCgroupLiesBelowTheContainers()
    {
        string container = _cgroup.Make(Requires.FirstCgroup("memory"));
        using RunningProgram program = Start(container, "mount -t cgroup -o memory none", "memory.limit_in_bytes=805306368");
        program.WaitForOutput("spinning");

        Assert.Equal([program.Id], TestCgroup.ProcessesOf($"{container}/inner/{_jail.Id}"));
    }

    [Fact]
    public void AFailedStartGoesBackToTheContainersCgroup()
    {
        string container = _cgroup.Make(Requires.FirstCgroup("memory"));
        Directory.CreateDirectory(Path.Combine(_jail.Root, "dev"));
        File.WriteAllText(Path.Combine(_jail.Root, "dev/kvm"), "planted");

        using RunningProgram program = Start(container, "mount -t cgroup -o memory none", "memory.limit_in_bytes=805306368");

        Assert.Equal(1, program.WaitForEnd().Status);
        Assert.Equal([container], _cgroup.Directories);
    }

    [Fact]
    public void AContainersOwnProcessesKeepItFromGivingControllersAway()
    {
        string top = Requires.SecondCgroup("hugetlb");
        string container = _cgroup.Make(top);
        File.WriteAllText($"{top}/cgroup.subtree_control", "+hugetlb");

        using RunningProgram program = Start(container, "mount -t cgroup2 none", "hugetlb.2MB.max=0");

        Assert.Matches(
            $"^jailer: Failed to enable controller hugetlb in {Place}/cgroup\\.subtree_control: Resource busy \\(os error 16\\); processes are in that cgroup, .*\n$",
            program.WaitForEnd().Error);
        Assert.Equal([container], _cgroup.Directories);
    }

    [Fact]
    public void AHierarchyThatIsOnlySeenFromOutsideOfTheNamespaceStillWorks()
    {
        string top = Requires.FirstCgroup("memory");
        string container = _cgroup.Make(top, "container/deep");
        using RunningProgram program = Start(container, "true", "memory.limit_in_bytes=805306368", parent: $"{_cgroup.Name}/outer");
        program.WaitForOutput("spinning");

        Assert.Equal([program.Id], TestCgroup.ProcessesOf($"{top}/{_cgroup.Name}/outer/{_jail.Id}"));
    }

    public void Dispose()
    {
        _cgroup.Dispose();
        _jail.Dispose();
    }

    private string Place => Path.Combine(_jail.BaseDirectory, "cgroups");

    // A shell enters the cgroup, makes it the root of a namespace, prepares what it sees there, and executes the jailer.
    private RunningProgram Start(string container, string preparation, string setting, string parent = "inner")
    {
        Directory.CreateDirectory(Place);
        string inside = $"{preparation} {Place} && exec \"$0\" \"$@\"";
        return RunningProgram.Start(
            "sh",
            [
                "-c", $"echo 0 >{container}/cgroup.procs && exec unshare -C -m sh -c '{inside}' \"$0\" \"$@\"",
                Artifacts.Jailer, .. _jail.JailerArguments, "--cgroup", setting, "--parent-cgroup", parent, "--", .. TestJail.MonitorArguments,
            ]);
    }
}
