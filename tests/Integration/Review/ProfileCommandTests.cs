using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using NJsonSchema;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The published jailer's commands for profiles; they need no root.</summary>
public sealed class ProfileCommandTests : IDisposable
{
    // As a log keeps it.
    private const string Violation =
        "Nov 25 host kiln[7]: vmm: thread \"vcpu 0\" (12) made a system call that profile vcpu does not allow: socket (41) "
        + "with 0x2, 0x1, 0x0, 0x0, 0x0, 0x0 at 0x7f00; no rule of vcpu names it; explained by: jailer profile why vcpu socket 0x2";

    private const string Audit =
        "[4.2] audit: type=1326 audit(1700000000.123:456): auid=4294967295 uid=1000 gid=1000 ses=4294967295 subj=unconfined pid=12 comm=766370752030 "
        + "exe=\"/vmm\" sig=31 arch=c000003e syscall=16 compat=0 ip=0x7f00 code=0x80000000";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-profile-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheShippedProfilesAreSound()
    {
        Assert.Equal(new ProgramResult(0, "0 errors, 0 warnings, 5 silenced\n", ""), Run("check", "--strict"));
        Assert.Equal(new ProgramResult(0, "0 errors, 0 warnings, 5 silenced\n", ""), Run("check", Artifacts.Profiles));
    }

    [Fact]
    public void AFindingIsALineWithItsPlaceAndAnObjectForMachines()
    {
        CopyProfiles("KVM_RUN,", "KVM_RUNN,");

        ProgramResult lines = Run("check", _folder);
        ProgramResult json = Run("check", _folder, "--format", "json");

        string message = "'KVM_RUNN' is neither a number of at most 64 bits nor a constant that profiles know; near it: KVM_RUN,";
        Assert.Equal((1, ""), (lines.Status, lines.Error));
        Assert.StartsWith($"{_folder}/vcpu.yaml:9:38: error KP105: {message}", lines.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 error, 0 warnings\n", lines.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.Status);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement finding = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal("KP105", finding.GetProperty("id").GetString());
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal($"{_folder}/vcpu.yaml", finding.GetProperty("file").GetString());
        Assert.Equal((9, 38), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()));
        Assert.StartsWith(message, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindingsAreSarifThatItsSchemaAllows()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(Run("check", "--format", "sarif").Output));

        CopyProfiles("KVM_RUN,", "KVM_RUNN,");
        ProgramResult result = Run("check", _folder, "--format", "sarif");

        Assert.Equal((1, ""), (result.Status, result.Error));
        Assert.Empty(schema.Validate(result.Output));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement run = Assert.Single(document.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal($"file://{_folder}/", run.GetProperty("originalUriBaseIds").GetProperty("PROFILES").GetProperty("uri").GetString());
        JsonElement finding = Assert.Single(run.GetProperty("results").EnumerateArray());
        Assert.Equal("KP105", finding.GetProperty("ruleId").GetString());
        Assert.Equal("KP105", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[finding.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        JsonElement place = finding.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("vcpu.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("PROFILES", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
        Assert.Equal((9, 38), (place.GetProperty("region").GetProperty("startLine").GetInt32(), place.GetProperty("region").GetProperty("startColumn").GetInt32()));
        // The validation itself must be able to fail.
        Assert.NotEmpty(schema.Validate(result.Output.Replace("\"level\": \"error\"", "\"level\": \"grave\"", StringComparison.Ordinal)));
    }

    // What a rule answers for is there with its reason, and a tool that hides suppressed results shows none.
    [Fact]
    public async Task WhatRulesAcceptIsSuppressedWithTheReason()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"), TestContext.Current.CancellationToken);
        CopyProfiles("KVM_RUN,", "KVM_RUN,");
        ProgramResult result = RunningProgram.Run(
            "sh", "-c", $"cd {Path.GetDirectoryName(_folder)} && {Artifacts.Jailer} profile check {Path.GetFileName(_folder)} --strict --format sarif");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Empty(schema.Validate(result.Output));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        Assert.Equal($"file://{Path.GetDirectoryName(_folder)}/", run.GetProperty("originalUriBaseIds").GetProperty("%SRCROOT%").GetProperty("uri").GetString());
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.All(results, each => Assert.Equal("inSource", each.GetProperty("suppressions")[0].GetProperty("kind").GetString()));
        JsonElement execve = results.Single(each => each.GetProperty("ruleId").GetString() == "KP308");
        Assert.NotEqual("", execve.GetProperty("suppressions")[0].GetProperty("justification").GetString());
        Assert.Equal(
            $"{Path.GetFileName(_folder)}/launch.yaml",
            execve.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void StatisticsAreTheSameInEveryFormat()
    {
        ProgramResult text = Run("stats");
        ProgramResult markdown = Run("stats", "--format", "markdown");
        using JsonDocument json = JsonDocument.Parse(Run("stats", "--format", "json").Output);

        string[] profiles = ["launch", "setup", "runtime", "vmm", "api", "vcpu"];
        Assert.Equal(profiles, json.RootElement.EnumerateArray().Select(program => program.GetProperty("profile").GetString()));
        foreach (JsonElement program in json.RootElement.EnumerateArray())
        {
            string head = $"{program.GetProperty("profile").GetString()}: {program.GetProperty("instructions").GetInt32()} instructions, ";
            Assert.Contains(head, text.Output, StringComparison.Ordinal);
            Assert.Contains(head, markdown.Output, StringComparison.Ordinal);
        }
        JsonElement read = json.RootElement[5].GetProperty("calls").EnumerateArray().First(call => call.GetProperty("call").GetString() == "ioctl");
        Assert.Contains(
            $"| ioctl | {read.GetProperty("typical").GetInt32()} | {read.GetProperty("worst").GetInt32()} |  |", markdown.Output, StringComparison.Ordinal);
        Assert.False(read.GetProperty("cached").GetBoolean());
    }

    [Fact]
    public void APageBearsTheHashOfTheFileThatIsCompiled()
    {
        string set = Path.Combine(_folder, "set");
        foreach (string[] directory in (string[][])[[], [Artifacts.Profiles]])
        {
            Assert.Equal(0, Run(["compile", .. directory, "--output", set]).Status);
            string hash = RunningProgram.Run("sha256sum", set).Output.Split(' ')[0];
            ProgramResult first = Run(["explain", .. directory, "--format", "html", "--made", "1767323040"]);

            Assert.Contains(hash, first.Output.Replace("<wbr>", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("2026-01-02 03:04 UTC", first.Output, StringComparison.Ordinal);
        }
        Assert.Equal(
            new ProgramResult(1, "", "jailer: --made takes seconds since 1970, 0 to 253402300799, and not 'now'\n"), Run("explain", "--format", "html", "--made", "now"));
    }

    [Fact]
    public void WhatChangedIsInEveryFormat()
    {
        CopyProfiles("reason: enters the guest; no other", "reason: runs the guest; no other");

        foreach (string format in (string[])["text", "markdown", "json", "html"])
        {
            ProgramResult changed = Run("explain", _folder, "--since", "shipped", "--format", format);
            Assert.Equal((0, ""), (changed.Status, changed.Error));
            Assert.Matches("enters the guest; no other.*runs the guest; no other", changed.Output.ReplaceLineEndings(" "));
            Assert.DoesNotContain("enters the guest; no other", Run("explain", _folder, "--format", format).Output, StringComparison.Ordinal);
        }
    }

    // A pipeline reads the status; standard error says what to do about it.
    [Fact]
    public void AScoreAboveTheThresholdIsAStatus()
    {
        ProgramResult score = Run("score");
        ProgramResult above = Run("score", Artifacts.Profiles, "--threshold", "0.1");

        Assert.Equal((0, ""), (score.Status, score.Error));
        Assert.Equal(score with { Status = 0 }, Run("score", "--threshold", "100"));
        Assert.Equal((2, score.Output), (above.Status, above.Output));
        Assert.Matches(@"^jailer: the figure in all, [0-9.]+, is above the threshold, 0\.1; without \w+ of \w+\.yaml:[0-9:]+ it would be [0-9.]+ lower\n$", above.Error);
    }

    [Fact]
    public void ARuleMoreIsAHigherScore()
    {
        CopyProfiles("rules:\n", "rules:\n  - syscall: ptrace\n    allow: [KP303]\n    reason: a debugger\n");

        using JsonDocument shipped = JsonDocument.Parse(Run("score", "--format", "json").Output);
        using JsonDocument changed = JsonDocument.Parse(Run("score", _folder, "--format", "json").Output);

        Assert.True(changed.RootElement.GetProperty("inAll").GetDecimal() > shipped.RootElement.GetProperty("inAll").GetDecimal());
        Assert.Equal("ptrace", changed.RootElement.GetProperty("cuts")[0].GetProperty("call").GetString());
    }

    [Fact]
    public void AFormatThatIsNoneIsRefused() => Assert.Equal(
        new ProgramResult(1, "", "jailer: there is no format 'xml'; --format is text, json or sarif\n"), Run("check", "--format", "xml"));

    [Fact]
    public void ADirectoryThatIsNotThereIsOneFinding()
    {
        Assert.Equal(
            new ProgramResult(1, "/nowhere:1:1: error KP001: there is no such directory, or it may not be entered; check the path\n1 error, 0 warnings\n", ""),
            Run("check", "/nowhere"));
        Assert.Equal(
            new ProgramResult(1, "/etc/passwd:1:1: error KP001: it is a file; give the directory of profiles that it lies in\n1 error, 0 warnings\n", ""),
            Run("check", "/etc/passwd"));
        ProgramResult explained = Run("explain", "/nowhere");
        Assert.Equal((1, "", 1), (explained.Status, explained.Output, explained.Error.Split('\n').Length - 1));
    }

    [Fact]
    public void AWarningIsNoErrorUnlessItIsDenied()
    {
        CopyProfiles("    allow: [KP308]\n", "", "launch");

        Assert.Equal(0, Run("check", _folder).Status);
        ProgramResult denied = Run("check", _folder, "--strict");
        Assert.Equal(1, denied.Status);
        Assert.Contains("warning KP308: execve: it starts another program", denied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameProfilesCompileToTheSameBytesAndAnErrorLeavesTheFileAsItWas()
    {
        string first = Path.Combine(_folder, "first");
        string second = Path.Combine(_folder, "second");
        Assert.Equal(new ProgramResult(0, "", ""), Run("compile", "--output", first));
        Assert.Equal(new ProgramResult(0, "", ""), Run("compile", "--output", second));
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));

        CopyProfiles("KVM_RUN,", "KVM_RUNN,");
        ProgramResult failed = Run("compile", _folder, "--output", first);

        Assert.Equal((1, ""), (failed.Status, failed.Output));
        Assert.StartsWith($"jailer: {_folder}/vcpu.yaml:9:38: error KP105", failed.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(second), File.ReadAllBytes(first));
    }

    [Fact]
    public void AProgramIsListedFromProfilesAndFromASetAlike()
    {
        string set = Path.Combine(_folder, "set");
        Run("compile", "--output", set);

        ProgramResult listing = Run("disasm", "vcpu");

        Assert.StartsWith("vcpu: ", listing.Output, StringComparison.Ordinal);
        Assert.Contains("trap, of vcpu\n", listing.Output, StringComparison.Ordinal);
        Assert.Equal(listing, Run("disasm", "vcpu", "--filter-set", set));
        Assert.Equal(listing, Run("disasm", "vcpu", "--seccomp-profiles", Artifacts.Profiles));
        Assert.Contains("\nlaunch: ", "\n" + Run("disasm").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "  vcpu     allow          vcpu.yaml:8:14: enters the guest", "vcpu", "ioctl", "9", "KVM_RUN")]
    [InlineData(3, "ioctl is allowed for 3 requests; 0xae41, KVM_CREATE_VCPU, is not one of them for vcpu.", "vcpu", "ioctl", "9", "0xae41")]
    [InlineData(3, "argument 1 (32 bits) must be KVM_RUN; it is 0xae41, KVM_CREATE_VCPU.", "vcpu", "ioctl", "9", "KVM_CREATE_VCPU")]
    [InlineData(3, "of which PROT_EXEC is too much", "vmm", "mmap", "0", "4096", "PROT_READ|PROT_EXEC", "MAP_PRIVATE|MAP_ANONYMOUS")]
    [InlineData(3, "vmm.yaml:4:10: the default: no rule of vmm names the call", "vmm", "listen")]
    [InlineData(3, "is not made: it fails, by errno(ENOSYS). setup decides: errno(ENOSYS), by setup.yaml:124:14.", "setup", "clone3")]
    [InlineData(3, "In vmm, call 1000(0x0, ", "vmm", "1000")]
    [InlineData(3, "In vmm, openat(0xffffffffffffff9c, 0x0, 0x0, ", "vmm", "openat", "-100")]
    [InlineData(3, "In vcpu, socket(0x2, 0x1, 0x0, 0x0, 0x0, 0x0) is not made", Violation)]
    [InlineData(0, "In vcpu, ioctl(0x9, 0xae80, 0x0, 0x0, 0x0, 0x0) is made.", "fc_vcpu 3", "__NR_ioctl", "9", "KVM_RUN")]
    [InlineData(3, "In vcpu, ioctl is allowed for some arguments, which the line does not have.\n  The answer to this one was kill_process.\n", Audit)]
    public void ACallIsExplained(int status, string expected, params string[] arguments)
    {
        ProgramResult result = Run(["why", .. arguments]);

        Assert.Equal((status, ""), (result.Status, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no command 'profile chek'; there are check, compile, disasm, explain, why, simulate, stats, score, diff, attest", "chek")]
    [InlineData("the option --output FILE is missing", "compile")]
    [InlineData("there is no program 'vcpus'; there are launch, setup, runtime, vmm, api, vcpu", "disasm", "vcpus")]
    [InlineData("there is no thread 'vcpus'; near it: vcpu, ", "why", "vcpus", "ioctl")]
    [InlineData("there is no system call 'ioctll' on x86_64; near it: ioctl, ", "why", "vcpu", "ioctll")]
    [InlineData("'KVM_RUNN' is neither a number nor a constant that profiles know; near it: KVM_RUN, ", "why", "vcpu", "ioctl", "KVM_RUNN")]
    [InlineData("the line is of a thread 'bash', which is none of the monitor's", "why", "type=1326 comm=\"bash\" arch=c000003e syscall=16")]
    [InlineData("THREAD and CALL are missing", "why")]
    [InlineData("THREAD and CALL are missing", "why", "made a system call that profile vcpu does not allow: socket (41) with 0x2")]
    [InlineData("a call has at most 6 arguments, not 7", "why", " made a system call that profile vcpu does not allow: read (0) with 0x2, 0x1, 0x0, 0x0, 0x0, 0x0, 0x0 at 0x1")]
    [InlineData("there is no program 'vcpus'", "explain", "--thread", "vcpus")]
    [InlineData("--threshold takes a number from 0 to 100, such as 12.5, and not '100.1'", "score", "--threshold", "100.1")]
    [InlineData("--threshold takes a number from 0 to 100, such as 12.5, and not '10,5'", "score", "--threshold", "10,5")]
    [InlineData("--threshold takes a number from 0 to 100, such as 12.5, and not '1e1'", "score", "--threshold", "1e1")]
    [InlineData("there is no architecture 'arm'; --arch is x86_64 or aarch64", "check", "--arch", "arm")]
    [InlineData("/proc/self/comm is no filter set: it is not a filter set, or it is truncated", "disasm", "--filter-set", "/proc/self/comm")]
    [InlineData("the argument '7' is not understood", "why", "vcpu", "ioctl", "1", "2", "3", "4", "5", "6", "7")]
    public void AWrongCommandLineIsOneLine(string expected, params string[] arguments)
    {
        ProgramResult result = Run(arguments);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith($"jailer: {expected}", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Split('\n').Length - 1);
    }

    [Theory]
    [InlineData("jailer profile COMMAND", "--help")]
    [InlineData("jailer profile check [DIR]", "check", "--help")]
    [InlineData("jailer profile why THREAD CALL", "why", "-h")]
    [InlineData("jailer profile score [DIR] [--threshold NUMBER]", "score", "--help")]
    public void HelpTeaches(string expected, params string[] arguments)
    {
        ProgramResult result = Run(arguments);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith($"usage: {expected}", result.Output, StringComparison.Ordinal);
    }

    private static ProgramResult Run(params string[] arguments) => RunningProgram.Run(Artifacts.Jailer, ["profile", .. arguments]);

    private void CopyProfiles(string text, string replacement, string profile = "vcpu") => ChangedProfiles.Write(_folder, profile, text, replacement);
}
