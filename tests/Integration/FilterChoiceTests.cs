using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>What operators can say about filters, on both published binaries: every way to weaker ones is loud.</summary>
public sealed class FilterChoiceTests : IDisposable
{
    private const string JailersWarning = "jailer: WARNING: ";
    private const string MonitorsWarning = "vmm: WARNING: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-filter-choice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WithoutFiltersTheMonitorHasNoneAndBothSaySo()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using RunningProgram program = jail.Start("--no-seccomp");
        program.WaitForOutput("spinning");
        ProcessView process = new(program.Id);

        Assert.All(process.Threads, thread => Assert.Equal("0", process.StatusOf(thread, "Seccomp")));
        Assert.All(process.Threads, thread => Assert.Equal("1", process.StatusOf(thread, "NoNewPrivs")));
        Assert.Contains($"{JailersWarning}--no-seccomp", program.Error, StringComparison.Ordinal);
        Assert.Contains($"{MonitorsWarning}--no-seccomp", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALogOnlyMonitorSurvivesAForbiddenCallAndBothSaySo()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = jail.Run("--seccomp-profiles", WithoutKvmRun(), "--seccomp-log");

        Assert.Equal(0, result.Status);
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{JailersWarning}--seccomp-log", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{MonitorsWarning}--seccomp-log", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ProfilesOfADirectoryAreEnforcedAndTheReportSaysThatTheyAreOthers()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = jail.Run("--seccomp-profiles", WithoutKvmRun());

        Assert.Equal(148, result.Status);
        Assert.Matches(
            "profile vcpu does not allow: ioctl \\(16\\) with 0x[0-9a-f]+, 0xae80, .*; nearest rule vcpu.yaml:8:14, whose argument 1 must be 0xaeb7; "
            + "explained by: jailer profile why --seccomp-profiles DIR vcpu ioctl ",
            result.Error);
    }

    [Fact]
    public void BeforeTheMonitorHasItsHandlerAViolationEndsItBySignal31()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = jail.Run("--seccomp-profiles", Shipped("syscall: [set_tid_address, getrandom]", "syscall: getrandom"));

        Assert.Equal(new ProgramResult(128 + 31, "", ""), result);
    }

    [Fact]
    public void AnErrorInADirectoryOfProfilesLeavesNoJail()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");
        string profiles = WithoutKvmRun();
        File.AppendAllText(Path.Combine(profiles, "vcpu.yaml"), "  - syscall: exitt\n    reason: none\n");

        ProgramResult result = jail.Run("--seccomp-profiles", profiles);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches("^jailer: .*/vcpu.yaml:[0-9]+:14: error KP104: there is no system call 'exitt' on x86_64; near it: .*\n$", result.Error);
        Assert.Equal(["kernel", "vm.json"], jail.Entries);
    }

    [Theory]
    [InlineData("--no-seccomp", "for a monitor without filters, give --no-seccomp to the jailer, before --", "--no-seccomp")]
    [InlineData("--seccomp-log", "for filters that only log, give --seccomp-log to the jailer, before --", "--seccomp-log")]
    [InlineData("--seccomp-filter set", "for filters of your own, give --seccomp-profiles DIR to the jailer, before --", "--seccomp-filter", "set")]
    public void UnderTheJailersFiltersOthersAreAWarningAndTheFiltersStay(string named, string cure, params string[] options)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        // Where clients of Firecracker have it: in front of everything else.
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Jailer, [.. jail.JailerArguments, "--", .. options, .. TestJail.MachineArguments, "--log-path", "log"]);
        program.WaitForOutput("spinning");
        ProcessView process = new(program.Id);
        string warning = $"{named} is ignored: the jailer's filters are in force, and stay; {cure}";

        Assert.Equal($"{MonitorsWarning}{warning}\n", program.Error);
        Assert.Contains($" {warning}\n", File.ReadAllText(jail.PathOf("log")), StringComparison.Ordinal);
        Assert.All(process.Threads, thread => Assert.Equal(("2", "3"), (process.StatusOf(thread, "Seccomp"), process.StatusOf(thread, "Seccomp_filters"))));
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "attest", $"{program.Id}").Status);
        // A call that only filters refuse, made by the thread itself.
        RunningProgram.Run(Artifacts.Probe, "inject", $"{program.Id}", "41", "1", "1");
        Assert.Equal(148, program.WaitForEnd().Status);
    }

    [Fact]
    public void WhatBothAreToldIsTakenOnce()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = RunningProgram.Run(
            Artifacts.Jailer, [.. jail.JailerArguments, "--no-seccomp", "--", "--no-seccomp", .. TestJail.MonitorArguments]);

        Assert.Equal(0, result.Status);
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    // The input of Firecracker's compiler, and the beginnings of its former and current outputs.
    public static TheoryData<byte[]> FirecrackersFilters => new(
        [.. "\n{ \"vmm\": { \"default_action\": \"trap\", \"filter_action\": \"allow\", \"filter\": [] } }"u8],
        [3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, .. "vcpu"u8, 1, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 255, 127],
        [3, 4, 135, .. "apivcpuvmm"u8, 0, 255, 255, 255, 0, 1, 0, 0]);

    [Theory]
    [MemberData(nameof(FirecrackersFilters))]
    public void AFilterForFirecrackerIsNamedAsSuch(byte[] content)
    {
        string file = Path.Combine(_folder, "filter");
        File.WriteAllBytes(file, content);

        ProgramResult result = Monitor(Configuration(), "--seccomp-filter", file);

        string line = $"{file} holds filters for Firecracker, which know nothing of this program; leave --seccomp-filter out to run with Kiln's own, "
            + "or make others with 'jailer profile compile'\n";
        Assert.Equal((1, $"vmm: {line}"), (result.Status, result.Error));
        Assert.Contains($"] {line}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AMonitorOnItsOwnTakesAFilterSetAndRefusesWhatIsNone()
    {
        Requires.Kvm();
        string set = Path.Combine(_folder, "set");
        RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", set);
        string configuration = Configuration();

        Assert.Equal(0, Monitor(configuration, "--seccomp-filter", set).Status);

        byte[] bytes = File.ReadAllBytes(set);
        foreach ((byte[] content, string reason) in (ReadOnlySpan<(byte[], string)>)
            [
                (bytes[..^1], "its checksum is wrong: it is truncated or damaged"),
                (bytes[..20], "it is not a filter set, or it is truncated"),
                (Changed(bytes, 8, 1), "its version is 1; this build reads 3"),
                (Changed(bytes, 12, 0xB7), "it is for architecture 0xc00000b7; this is 0xc000003e"),
                (Changed(bytes, 500, (byte)~bytes[500]), "its checksum is wrong: it is truncated or damaged"),
            ])
        {
            File.WriteAllBytes(set, content);
            ProgramResult refused = Monitor(configuration, "--seccomp-filter", set);
            string words = $"Seccomp error: Filter deserialization failed: {set} is unusable: {reason}; make it with 'jailer profile compile'\n";
            Assert.Equal((1, $"vmm: {words}"), (refused.Status, refused.Error));
            Assert.EndsWith("exit_code=1\n", refused.Output, StringComparison.Ordinal);
            Assert.Contains(words, refused.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("vmm: --no-seccomp cannot be used together with --seccomp-filter; give one of them\n", "--no-seccomp", "--seccomp-filter", "set")]
    [InlineData("vmm: --no-seccomp cannot be used together with --seccomp-log; give one of them\n", "--no-seccomp", "--seccomp-log")]
    public void OptionsThatContradictEachOtherAreRefused(string error, params string[] options) =>
        Assert.Equal(new ProgramResult(153, "", error), Monitor(Configuration(), options));

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static ProgramResult Monitor(string configuration, params string[] options) =>
        RunningProgram.Run(Artifacts.Vmm, ["--no-api", "--config-file", configuration, .. options]);

    private string Configuration()
    {
        string file = Path.Combine(_folder, "vm.json");
        File.WriteAllText(file, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""");
        return file;
    }

    // The shipped profiles, but that a processor may do something else than enter the guest.
    private string WithoutKvmRun() => Shipped("value: KVM_RUN,", "value: KVM_SMI,");

    private string Shipped(string text, string replacement)
    {
        foreach (string file in Directory.GetFiles(Artifacts.Profiles, "*.yaml"))
        {
            File.WriteAllText(
                Path.Combine(_folder, Path.GetFileName(file)), File.ReadAllText(file).Replace(text, replacement, StringComparison.Ordinal));
        }
        return _folder;
    }
}
