using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>Cgroups that cannot be: one line that names thing, place and cure, and nothing made.</summary>
[Collection(CgroupCollection.Name)]
public sealed class CgroupRefusalTests : IDisposable
{
    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly TestCgroup _cgroup = new();

    [Theory]
    [InlineData("--cgroup", "memory.max", "Invalid format for cgroups: memory.max; write --cgroup FILE=VALUE")]
    [InlineData("--cgroup", "memory.max=", "Invalid format for cgroups: memory.max=; write")]
    [InlineData("--cgroup", "../memory.max=1", "Cgroup invalid file: ../memory.max; ")]
    [InlineData("--cgroup", "/memory.max=1", "Cgroup invalid file: /memory.max; ")]
    [InlineData("--cgroup", "nothing.max=1", "Controller nothing is unavailable: nothing.max needs it, and cgroup v")]
    [InlineData("--cgroup", "cgroup.procs=1", "Controller cgroup is unavailable: cgroup.procs needs it, and cgroup v")]
    [InlineData("--cgroup-version", "3", "3 is an invalid cgroup version specifier; --cgroup-version is 1 or 2")]
    [InlineData("--parent-cgroup", "/a", "Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'")]
    [InlineData("--parent-cgroup", "a/../b", "Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'")]
    [InlineData("--parent-cgroup", "", "Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'")]
    public void AWrongOptionIsRefused(string option, string value, string reason) => AssertRefused(_jail.Run(option, value), reason);

    [Theory]
    [InlineData("memory", "memory.max", "memory.limit_in_bytes")]
    [InlineData("cpu", "cpu.weight", "cpu.shares")]
    [InlineData("blkio", "io.max", "blkio.throttle.read_bps_device")]
    public void AFileOfVersionTwoIsRefusedOnVersionOneWithItsNameThere(string controller, string file, string there)
    {
        string top = Requires.FirstCgroup(controller);

        AssertRefused(
            RunWith($"{file}=1"),
            $"{file} is a file of cgroup v2, but its controller is in cgroup v1 at {top}; what does the same there is {there}",
            $"write --cgroup {there}=VALUE");
    }

    [Fact]
    public void AFileOfVersionOneIsRefusedOnVersionTwoWithItsNameThere()
    {
        string top = Requires.SecondCgroup("hugetlb");

        AssertRefused(
            RunWith("hugetlb.2MB.limit_in_bytes=0"),
            $"hugetlb.2MB.limit_in_bytes is a file of cgroup v1, but its controller is in cgroup v2 at {top}; what does the same there is hugetlb.2MB.max",
            "write --cgroup hugetlb.2MB.max=VALUE");
    }

    [Fact]
    public void AVersionThatLacksTheControllerIsNamedWithTheOneThatHasIt()
    {
        Requires.HybridCgroups();
        string top = Requires.FirstCgroup("memory");

        AssertRefused(
            RunWith("memory.max=1", "--cgroup-version", "2"),
            "Controller memory is unavailable: memory.max needs it, and cgroup v2 has ",
            $"; it is in cgroup v1 at {top}: leave --cgroup-version out");
    }

    [Fact]
    public void AFileThatTheKernelDoesNotHaveIsFoundBefore()
    {
        string top = Requires.FirstCgroup("memory");

        AssertRefused(RunWith("memory.limits=1"), $"cgroup v1 at {top} has no file memory.limits; see what files are in that directory");
    }

    [Theory]
    [InlineData("memory", "memory.limit_in_bytes=much", "os error 22")]
    [InlineData("cpuset", "cpuset.cpus=4095", "os error 34")]
    public void AValueThatTheKernelRefusesIsNamedWithItsFile(string controller, string setting, string error)
    {
        string top = Requires.FirstCgroup(controller);

        AssertRefused(
            RunWith(setting),
            $"Failed to write {setting.Split('=')[1]} to {top}/{_cgroup.Name}/{_jail.Id}/{setting.Split('=')[0]}: ",
            $" ({error}); that is no value for this file: check --cgroup");
    }

    [Fact]
    public void AReadOnlyMountIsNamed()
    {
        string top = Requires.FirstCgroup("memory");

        AssertRefused(
            RunBehind($"mount -o remount,bind,ro {top}", "memory.limit_in_bytes=1"),
            $"Failed to make cgroup {top}/{_cgroup.Name}: Read-only file system (os error 30); it is mounted read-only, as containers have it");
    }

    [Theory]
    [InlineData("umount -l -a -t cgroup,cgroup2")]
    [InlineData("mount -t tmpfs none /sys/fs/cgroup")]
    [InlineData("for top in $TOPS; do mount -t tmpfs none $top; done")]
    public void AHostWithoutCgroupsOrWithAllOfThemHiddenIsNamed(string preparation) => AssertRefused(
        RunBehind($"TOPS='{string.Join(' ', HostCgroups.Tops)}'; {preparation}", "memory.limit_in_bytes=1"),
        "Hierarchy not found: no cgroup file system is mounted on this host");

    [Fact]
    public void AParentThatIsAFileIsNamed()
    {
        string top = Requires.FirstCgroup("memory");

        AssertRefused(
            _jail.Run("--cgroup", "memory.limit_in_bytes=1", "--parent-cgroup", "cgroup.procs"),
            $"Failed to make cgroup {top}/cgroup.procs: Not a directory (os error 20); a file has that name");
    }

    [Fact]
    public void AParentWithProcessesGivesNoControllerAway()
    {
        string top = Requires.SecondCgroup("hugetlb");
        string parent = _cgroup.Make(top);
        using RunningProgram sleeper = RunningProgram.Start("sleep", "1000");
        File.WriteAllText($"{parent}/cgroup.procs", $"{sleeper.Id}");

        AssertRefused(
            RunWith("hugetlb.2MB.max=0"),
            $"Failed to enable controller hugetlb in {parent}/cgroup.subtree_control: Resource busy (os error 16); processes are in that cgroup");
        Assert.Equal([parent], _cgroup.Directories);
        Assert.False(sleeper.HasEnded);
    }

    public void Dispose()
    {
        _cgroup.Dispose();
        _jail.Dispose();
    }

    private ProgramResult RunWith(string setting, params string[] options) =>
        _jail.Run([.. options, "--cgroup", setting, "--parent-cgroup", _cgroup.Name]);

    private ProgramResult RunBehind(string preparation, string setting) => RunningProgram.Run(
        "unshare",
        ["-m", "sh", "-c", $"{preparation} && exec \"$0\" \"$@\"", Artifacts.Jailer, .. _jail.JailerArguments, "--cgroup", setting, "--parent-cgroup", _cgroup.Name]);

    private void AssertRefused(ProgramResult result, params string[] reasons)
    {
        Assert.StartsWith("jailer: ", result.Error, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, result.Error, StringComparison.Ordinal));
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.DoesNotContain(_cgroup.Directories, path => path.Contains(_jail.Id, StringComparison.Ordinal));
        Assert.DoesNotContain("vmm", _jail.Entries);
    }
}
