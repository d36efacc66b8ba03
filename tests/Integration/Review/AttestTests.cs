using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>What the kernel says that threads carry is compared with what profiles compile to; whatever departs is named.</summary>
public sealed class AttestTests : IDisposable
{
    // A busy host may let a guest end before anybody looks at it.
    private const int MostRuns = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-attest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AJailedMonitorIsRight()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();

        ProgramResult text = Attest($"{monitor.Id}");
        using JsonDocument json = JsonDocument.Parse(Attest($"{monitor.Id}", "--format", "json").Output);

        Assert.Equal((0, ""), (text.Status, text.Error));
        Assert.StartsWith($"process {monitor.Id}: ok, ", text.Output, StringComparison.Ordinal);
        JsonElement process = Assert.Single(json.RootElement.EnumerateArray());
        Dictionary<string, string> carried = process.GetProperty("threads").EnumerateArray().Where(thread => thread.GetProperty("note").ValueKind == JsonValueKind.Null)
            .ToDictionary(thread => thread.GetProperty("name").GetString()!, thread => string.Join(' ', thread.GetProperty("filters").EnumerateArray().Select(filter => filter.GetProperty("program").GetString())));
        Assert.Equal(
            new Dictionary<string, string> { ["vmm"] = "launch setup vmm", ["vcpu 0"] = "launch setup vcpu", ["runtime"] = "launch setup runtime" }, carried);
        Assert.Contains("| vcpu 0 | ok | launch, setup, vcpu |", Attest($"{monitor.Id}", "--format", "markdown").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AGuestSurvivesAHundredAttestations()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("echo");
        using RunningProgram monitor = jail.Start();
        monitor.WaitForOutput("ready");

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, Attest($"{monitor.Id}").Status));

        monitor.Type("alive\n");
        monitor.WaitForOutput("alive");
        Assert.Equal("", monitor.Error);
    }

    // While a ring's worker comes and goes, whose name begins so, and the disk's content is right in the end.
    [Fact]
    public void TheKernelsWorkersOfADriveAreToldApart()
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(256, "\"io_engine\": \"Async\", \"cache_type\": \"Writeback\", \"is_read_only\": false");
        bool isTold = false;
        for (int run = 0; run < MostRuns && !isTold; run++)
        {
            guest.Stage("disk", "mode=verify mib=256 depth=1");
            using RunningProgram monitor = guest.Jail.Start();
            while (!monitor.HasEnded)
            {
                ProgramResult result = Attest($"{monitor.Id}");
                isTold |= result.Status == 0 && result.Output.Contains("iou-wrk-", StringComparison.Ordinal);
            }
            Assert.Contains("disk: verified 256 MiB", monitor.WaitForEnd().Output, StringComparison.Ordinal);
        }

        Assert.True(isTold);
    }

    [Fact]
    public void WithoutTheJailerLaunchIsNotThere()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = RunningProgram.Start(
            "sh", "-c", $"cd {jail.Root} && exec {Artifacts.Vmm} {string.Join(' ', TestJail.MonitorArguments)}");
        monitor.WaitForOutput("spinning");

        Assert.Equal(0, Attest($"{monitor.Id}", "--without-jailer").Status);
        ProgramResult result = Attest($"{monitor.Id}");
        Assert.Equal(1, result.Status);
        Assert.Contains("missing: launch is not on the thread", result.Output, StringComparison.Ordinal);
    }

    // The filter of one thread, of other profiles than the shipped ones, by one instruction: the answer of its default.
    [Fact]
    public void AFilterOfOtherProfilesIsDifferentAndCanBeListed()
    {
        Requires.RootAndKvm();
        ChangedProfiles.Write(_folder, "vcpu", "default: trap", "default: kill_process");
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning("--seccomp-profiles", _folder);

        Assert.Equal(0, Attest($"{monitor.Id}", _folder).Status);
        ProgramResult result = Attest($"{monitor.Id}", "--explain");
        Assert.Equal(1, result.Status);
        Assert.Matches("different: filter 2 is vcpu, but [^\n]+ \\(instructions differ from [0-9]+ on\\)\n", result.Output);
        Assert.Contains("\n  filter 2 of thread ", result.Output, StringComparison.Ordinal);
        Assert.Contains("kill_process", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.Output.Split("WRONG").Length - 2);
    }

    // Measured by answers: other instructions are right where they allow no more.
    [Fact]
    public void AgainstOtherFiltersOnlyWhatIsWiderIsWrong()
    {
        Requires.RootAndKvm();
        ChangedProfiles.Write(_folder, "vcpu", "default: trap", "default: kill_process");
        string reviewed = Path.Combine(_folder, "reviewed");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", reviewed).Status);
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning("--seccomp-profiles", _folder);

        ProgramResult stricter = Attest($"{monitor.Id}", "--against", reviewed);
        ProgramResult equal = Attest($"{monitor.Id}", "--against", _folder);
        ChangedProfiles.Write(_folder, "vcpu", "KVM_RUN,", "KVM_SMI,");
        ProgramResult wider = Attest($"{monitor.Id}", "--against", _folder);

        Assert.Equal((0, 0, 1), (stricter.Status, equal.Status, wider.Status));
        Assert.Contains($": ok, 3 threads; no thread is allowed more than by {reviewed}\n", stricter.Output, StringComparison.Ordinal);
        Assert.Matches($"\n +stricter: beside vcpu of {reviewed} the thread answers otherwise .* \\(trap -> kill_process\\)", stricter.Output);
        Assert.DoesNotContain("beside", equal.Output, StringComparison.Ordinal);
        Assert.Contains($"wider: beside vcpu of {_folder} the thread also allows ioctl where argument 1 (low half) is KVM_RUN, no longer allows ioctl where", wider.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FiltersThatOnlyLogAreNamed()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning("--seccomp-log");

        ProgramResult result = Attest($"{monitor.Id}");

        Assert.Equal(1, result.Status);
        Assert.Contains("logs only: vcpu is there as --seccomp-log makes it", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoMayNotLookCounts()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();
        string jailer = ProgramCopy.Create(Artifacts.Jailer, Path.Combine(_folder, "jailer"));
        ProgramCopy.Create(Artifacts.JailerProfile, Path.Combine(_folder, "jailer-profile"));
        RunningProgram.Run("chmod", "-R", "a+rx", _folder);

        ProgramResult result = RunningProgram.Run("setpriv", "--reuid=65534", "--clear-groups", jailer, "profile", "attest", $"{monitor.Id}");

        Assert.Equal((3, ""), (result.Status, result.Error));
        Assert.StartsWith($"process {monitor.Id}: UNVERIFIED, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("ptrace", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 filters", result.Output, StringComparison.Ordinal);
    }

    // With CAP_SYS_PTRACE but without CAP_SYS_ADMIN, like root in a container.
    [Fact]
    public void WhoMayTraceButNotReadFiltersCounts()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();

        ProgramResult result = RunningProgram.Run(
            "setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin", Artifacts.Jailer, "profile", "attest", $"{monitor.Id}");

        Assert.Equal((3, ""), (result.Status, result.Error));
        Assert.Contains("EACCES", result.Output, StringComparison.Ordinal);
        Assert.False(monitor.HasEnded);
    }

    [Fact]
    public void AllFindsTheProcessesOfJails()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();

        ProgramResult result = Attest("--all", "--chroot-base-dir", jail.BaseDirectory);

        // Where the tests' own root is not the host's, init's root may not be looked at.
        Assert.Equal(result.Error.Length == 0 ? 0 : 3, result.Status);
        Assert.Matches("^(jailer: WARNING: .*\n)?$", result.Error);
        Assert.StartsWith($"process {monitor.Id} in {jail.Root}: ok, ", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, Attest("--all", "--chroot-base-dir", "/nowhere").Status);
    }

    // A root directory on a file system whose server is another user's: it refuses root, or, mounted by root, never answers.
    [Theory]
    [InlineData("user_id=1234,group_id=1234")]
    [InlineData("user_id=0,group_id=0,allow_other")]
    public void ARootThatNobodyMayLookAtEndsNothing(string mount)
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();
        ProgramResult without = Attest("--all", "--chroot-base-dir", jail.BaseDirectory);
        string other = Path.Combine(_folder, "other");
        Directory.CreateDirectory(other);
        using RunningProgram stranger = RunningProgram.Start(
            "unshare", "--mount", "sh", "-c",
            $"exec 3<>/dev/fuse; mount -i -t fuse -o fd=3,rootmode=40000,{mount} kiln {other} && pivot_root {other} {other} && echo ready && read line");
        stranger.WaitForOutput("ready");

        ProgramResult result = Attest("--all", "--chroot-base-dir", jail.BaseDirectory);

        Assert.StartsWith($"process {monitor.Id} in {jail.Root}: ok, ", result.Output, StringComparison.Ordinal);
        Assert.Equal(without, result);
        Assert.False(stranger.HasEnded);
    }

    // A carriage return ended a line for the reader, and what follows was taken for the kernel's word.
    [Fact]
    public void AThreadThatForgesALineByItsNameIsTold()
    {
        Requires.RootAndKvm();
        using RunningProgram stranger = RunningProgram.Start("sh", "-c", "printf 'a\\rSeccomp:\\t0' > /proc/self/comm; echo ready; read line");
        stranger.WaitForOutput("ready");

        ProgramResult result = Attest($"{stranger.Id}", "--without-jailer");

        Assert.Equal((1, ""), (result.Status, result.Error));
        Assert.Contains("a?Seccomp:?0", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoMayNotLookAtAllIsToldSo()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();

        ProgramResult result = RunningProgram.Run(
            "setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", Artifacts.Jailer, "profile", "attest", "--all", "--chroot-base-dir", jail.BaseDirectory);

        Assert.Equal((3, ""), (result.Status, result.Output));
        Assert.Matches("^jailer: WARNING: [0-9]+ root director(y|ies) could not be looked at, so a jailed process may be missing here \\(open /proc/[0-9]+/root: EACCES: ", result.Error);
    }

    [Theory]
    [InlineData("'x' is no number of a process", "x")]
    [InlineData("give either PID or --all, then at most one DIR")]
    [InlineData("give either PID or --all, then at most one DIR", "--all", "a", "b")]
    [InlineData("there is no process 4194305", "4194305")]
    public void AWrongCommandLineIsOneLine(string expected, params string[] arguments)
    {
        ProgramResult result = Attest(arguments);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith($"jailer: {expected}", result.Error, StringComparison.Ordinal);
    }

    private static ProgramResult Attest(params string[] arguments) => RunningProgram.Run(Artifacts.Jailer, ["profile", "attest", .. arguments]);
}
