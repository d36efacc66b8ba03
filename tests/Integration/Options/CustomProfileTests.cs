using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>Profiles of the operator's own are compiled by a child, and nothing shows that it is one.</summary>
public sealed class CustomProfileTests : IDisposable
{
    private readonly string _profiles = Directory.CreateTempSubdirectory("kiln-custom-profiles-").FullName;
    private readonly TestJail _jail;

    public CustomProfileTests()
    {
        Requires.RootAndKvm();
        _jail = new TestJail();
    }

    public void Dispose()
    {
        _jail.Dispose();
        Directory.Delete(_profiles, recursive: true);
    }

    [Fact]
    public void EachWarningIsALineOfTheLog()
    {
        ChangedProfiles.Write(_profiles, "launch", "    allow: [KP308]\n", "");
        string log = Path.Combine(_jail.BaseDirectory, "log");

        ProgramResult result = Run(Artifacts.Jailer, "--dry-run", "--log-file", log);

        string[] warnings = RunningProgram.Run(Artifacts.Jailer, "profile", "check", _profiles).Output.Split('\n')[..^2];
        Assert.Single(warnings);
        Assert.Equal((0, string.Concat(warnings.Select(line => $"jailer: WARNING: {line}\n"))), (result.Status, result.Error));
        Assert.Contains("into a sealed memory file", result.Output, StringComparison.Ordinal);
        Assert.EndsWith($" [{_jail.Id}] warning: {warnings[0]}\n", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(3, " (and 2 more: jailer profile check {0})")]
    public void TheFirstErrorIsTheLineAndOthersAreCounted(int errors, string others)
    {
        ChangedProfiles.Write(_profiles, "vcpu", "value: KVM_RUN,", "value: KVM_RUN,");
        File.AppendAllText(Path.Combine(_profiles, "vcpu.yaml"), string.Concat(Enumerable.Repeat("  - syscall: exitt\n    reason: none\n", errors)));

        ProgramResult result = Run(Artifacts.Jailer);

        string first = RunningProgram.Run(Artifacts.Jailer, "profile", "check", _profiles).Output.Split('\n')[0];
        Assert.Contains("error KP104: there is no system call 'exitt'", first, StringComparison.Ordinal);
        Assert.Equal(new ProgramResult(1, "", $"jailer: {first}{string.Format(others, _profiles)}\n"), result);
        Assert.Empty(_jail.Entries);
    }

    [Theory]
    [InlineData("exit 3", "ended with status 3 and no report on")]
    [InlineData("echo words", "ended with status 0 and no report on")]
    [InlineData("kill -9 $$", "ended with SIGKILL and no report on")]
    [InlineData("echo words >&2; kill -6 $$", "ended with SIGABRT and no report on")]
    public void AProgramThatGivesNoReportIsNamedInOneLine(string script, string what)
    {
        using LoneJailer lone = new();
        lone.PlaceScript(script);

        Assert.Equal(
            new ProgramResult(
                1, "",
                $"jailer: {lone.Companion} {what} {_profiles}; try jailer profile check {_profiles}, or install jailer-profile again, of the jailer's own build\n"),
            Run(lone.Jailer));
        Assert.Empty(_jail.Entries);
    }

    [Fact]
    public void AProgramThatWritesWithoutEndIsKilled()
    {
        using LoneJailer lone = new();
        lone.PlaceScript("echo $$ >${0%/*}/process; exec cat /dev/zero");

        ProgramResult result = Run(lone.Jailer);

        Assert.Equal(1, result.Status);
        Assert.StartsWith($"jailer: what {lone.Companion} writes of {_profiles} has no end; try ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(Path.Combine(lone.Folder, "process")).Trim()}"));
    }

    [Theory]
    [InlineData("rm jailer-profile", "ENOENT")]
    [InlineData("chmod a-x jailer-profile", "EACCES")]
    [InlineData("echo words >jailer-profile", "ENOEXEC")]
    public void AProgramThatCannotBeExecutedIsNamedInOneLine(string change, string errno)
    {
        using LoneJailer lone = new();
        lone.PlaceScript("");
        RunningProgram.Run("sh", "-c", $"cd \"$0\"; {change}", lone.Folder);

        ProgramResult result = Run(lone.Jailer);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches($"^jailer: {lone.Companion} cannot be executed: {errno}: .*; install jailer-profile beside the jailer\n$", result.Error);
        Assert.Empty(_jail.Entries);
    }

    [Fact]
    public void TheChildHasThreeDescriptorsAndNoEnvironment()
    {
        using LoneJailer lone = new();
        // The list has the descriptor by which ls reads it.
        lone.PlaceScript("cd \"${0%/*}\"; ls /proc/self/fd >descriptors; streams=$(readlink /proc/$$/fd/[012]); echo \"$streams\" >streams; cat /proc/$$/environ >environment");

        RunWith("sh", ["-c", "exec \"$0\" \"$@\" 7</dev/null", lone.Jailer]);

        Assert.Equal("0\n1\n2\n3\n", File.ReadAllText(Path.Combine(lone.Folder, "descriptors")));
        Assert.Matches("^/dev/null\npipe:.*\n/dev/null\n$", File.ReadAllText(Path.Combine(lone.Folder, "streams")));
        Assert.Equal("", File.ReadAllText(Path.Combine(lone.Folder, "environment")));
    }

    [Theory]
    [InlineData("exec \"$0\" \"$@\"")]
    [InlineData("trap '' CHLD; exec \"$0\" \"$@\"")]
    public void TheMonitorHasNoChild(string command)
    {
        ChangedProfiles.Write(_profiles, "vcpu", "value: KVM_RUN,", "value: KVM_RUN,");
        _jail.StageGuest("spin");
        using RunningProgram program = RunningProgram.Start(
            "sh", ["-c", command, Artifacts.Jailer, .. _jail.JailerArguments, "--seccomp-profiles", _profiles, "--", .. TestJail.MonitorArguments]);
        program.WaitForOutput("spinning");

        Assert.Equal("", program.Error);
        Assert.Equal("", File.ReadAllText($"/proc/{program.Id}/task/{program.Id}/children"));
    }

    private ProgramResult Run(string program, params string[] options) => RunWith(program, [], options);

    private ProgramResult RunWith(string program, string[] before, params string[] options) =>
        RunningProgram.Run(program, [.. before, .. _jail.JailerArguments, "--seccomp-profiles", _profiles, .. options]);
}
