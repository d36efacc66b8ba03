using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>The jailer's calls on cgroups, by strace: tools that watch cgroups, and kernels under load, notice every one too many.</summary>
[Collection(CgroupCollection.Name)]
public sealed class CgroupCallTests : IDisposable
{
    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly TestCgroup _cgroup = new();

    [Theory]
    [InlineData(1, "memory.limit_in_bytes=805306368", "memory.swappiness=1", "memory.limit_in_bytes=402653184")]
    [InlineData(2, "hugetlb.2MB.max=4194304", "hugetlb.1GB.max=0", "hugetlb.2MB.max=2097152")]
    public void TheCgroupIsMadeOnceAndJoinedOnceAfterAllValues(int version, params string[] settings)
    {
        string top = version == 1 ? Requires.FirstCgroup("memory") : Requires.SecondCgroup("hugetlb");
        string own = $"{top}/{_cgroup.Name}/a/{_jail.Id}";

        string[] calls = [.. Trace(settings).Where(call => call.Contains(_cgroup.Name, StringComparison.Ordinal) || call.Contains("cgroup.procs", StringComparison.Ordinal))];

        Assert.Single(calls, call => call.StartsWith("mkdirat(", StringComparison.Ordinal) && call.Contains($"\"{_jail.Id}\"", StringComparison.Ordinal));
        Assert.Equal(3, calls.Count(call => call.StartsWith("mkdirat(", StringComparison.Ordinal)));
        string join = Assert.Single(calls, call => call.StartsWith("write(", StringComparison.Ordinal) && call.Contains("cgroup.procs>", StringComparison.Ordinal));
        Assert.Contains($"<{own}/cgroup.procs>, \"0\", 1) = 1", join, StringComparison.Ordinal);
        string[] writes = [.. calls.Where(call => call.StartsWith("write(", StringComparison.Ordinal) && call.Contains($"<{own}/", StringComparison.Ordinal))];
        Assert.Equal(
            [.. settings.Select(setting => setting.Split('=')).Select(parts => $"<{own}/{parts[0]}>, \"{parts[1]}\\n\""), $"<{own}/cgroup.procs>, \"0\""],
            writes.Select(call => call[call.IndexOf('<', StringComparison.Ordinal)..(call.LastIndexOf('"') + 1)]));
    }

    [Fact]
    public void AControllerIsEnabledOnlyWhereItIsNot()
    {
        string top = Requires.SecondCgroup("hugetlb");
        string parent = _cgroup.Make(top);
        File.WriteAllText($"{top}/cgroup.subtree_control", "+hugetlb");

        string[] first = [.. Enabling(top)];
        string[] second = [.. Enabling(top)];

        Assert.Equal([$"<{parent}/cgroup.subtree_control>, \"+hugetlb\"", $"<{parent}/a/cgroup.subtree_control>, \"+hugetlb\""], first);
        Assert.Empty(second);
    }

    public void Dispose()
    {
        _cgroup.Dispose();
        _jail.Dispose();
    }

    private IEnumerable<string> Enabling(string top) => Trace("hugetlb.2MB.max=0")
        .Where(call => call.StartsWith("write(", StringComparison.Ordinal) && call.Contains($"<{top}", StringComparison.Ordinal) && call.Contains("subtree_control>", StringComparison.Ordinal))
        .Select(call => call[call.IndexOf('<', StringComparison.Ordinal)..(call.LastIndexOf('"') + 1)]);

    // The monitor prints its version and ends.
    private string[] Trace(params string[] settings)
    {
        string file = Path.Combine(_jail.BaseDirectory, "calls");
        ProgramResult result = RunningProgram.Run(
            "strace",
            [
                "-f", "-y", "-o", file, "-e", "trace=mkdir,mkdirat,write", Artifacts.Jailer, .. _jail.JailerArguments,
                .. settings.SelectMany(setting => (string[])["--cgroup", setting]), "--parent-cgroup", $"{_cgroup.Name}/a", "--", "--version",
            ]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        // Each line starts with the number of a thread.
        return [.. File.ReadLines(file).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart())];
    }
}
