using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>A thread that carries other filters than it should is named, and those beside it are not.</summary>
public sealed class DepartingThreadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-departing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("launch,setup,vcpu", "ok")]
    [InlineData("launch,setup", "missing: vcpu is not on the thread")]
    [InlineData("setup,vcpu", "missing: launch is not on the thread")]
    [InlineData("launch,setup,vcpu~", "different: filter 2 is vcpu, but ")]
    [InlineData("launch,setup~,vcpu", "different: filter 1 is setup, but ")]
    [InlineData("+,launch,setup,vcpu", "extra: filter 0 of 1 instructions is no program of these profiles")]
    [InlineData("launch,setup,setup,vcpu", "extra: filter 2 of ")]
    [InlineData("launch,setup,api", "extra: filter 2 of ")]
    [InlineData("setup,launch,vcpu", "wrong order: the filters are, from the oldest, setup, launch, vcpu; they should be launch, setup, vcpu")]
    public void OneThreadThatDepartsIsNamed(string carried, string finding)
    {
        Requires.Root();
        string set = Path.Combine(_folder, "set");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", set).Status);
        using RunningProgram probe = RunningProgram.Start(
            Artifacts.Probe, "filters", set, "vcpu 0=launch,setup,vcpu", $"vcpu 1={carried}", "api=launch,setup,api", "stranger=launch,setup");
        probe.WaitForOutput("ready");

        using JsonDocument json = JsonDocument.Parse(RunningProgram.Run(Artifacts.Jailer, "profile", "attest", $"{probe.Id}", "--format", "json").Output);

        Dictionary<string, JsonElement> threads = json.RootElement[0].GetProperty("threads").EnumerateArray()
            .Where(thread => thread.GetProperty("name").GetString() is "vcpu 0" or "vcpu 1" or "api" or "stranger").ToDictionary(thread => thread.GetProperty("name").GetString()!);
        Assert.Equal(("ok", "ok"), (threads["vcpu 0"].GetProperty("verdict").GetString(), threads["api"].GetProperty("verdict").GetString()));
        // What carries setup only, and no name of the monitor's, is not taken for one of the runtime's threads.
        Assert.Equal("unknown thread", Assert.Single(threads["stranger"].GetProperty("findings").EnumerateArray()).GetProperty("kind").GetString());
        JsonElement departing = threads["vcpu 1"];
        Assert.Equal(finding == "ok" ? "ok" : "WRONG", departing.GetProperty("verdict").GetString());
        string[] findings =
        [
            .. departing.GetProperty("findings").EnumerateArray()
                .Select(found => $"{found.GetProperty("kind").GetString()}: {found.GetProperty("message").GetString()}"),
        ];
        Assert.Equal(finding == "ok" ? 0 : 1, findings.Count(found => found.StartsWith(finding, StringComparison.Ordinal)));
    }

    // Measured by answers: what is stricter is told and right, what is wider is wrong, and other instructions alone are nothing.
    [Theory]
    [InlineData("launch,setup,vcpu", "shipped", "ok", null)]
    [InlineData("launch,setup", "shipped", "WRONG", "wider: beside vcpu of shipped the thread also allows ")]
    [InlineData("+,launch,setup,vcpu", "shipped", "ok", null)]
    [InlineData("launch,setup,vcpu", "more", "ok", "stricter: beside vcpu of {0} the thread no longer allows ioctl where argument 1 (low half) is KVM_SMI")]
    [InlineData("launch,setup,vcpu", "less", "WRONG", "wider: beside vcpu of {0} the thread also allows ioctl where argument 1 (low half) is KVM_RUN")]
    public void AgainstOtherFiltersOnlyWhatIsWiderIsWrong(string carried, string against, string verdict, string? finding)
    {
        Requires.Root();
        string set = Path.Combine(_folder, "set");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", set).Status);
        string old = against;
        if (against != "shipped")
        {
            old = Directory.CreateDirectory(Path.Combine(_folder, against)).FullName;
            ChangedProfiles.Write(old, "vcpu", "op: eq, value: KVM_RUN,", against == "more" ? "op: in, value: [KVM_RUN, KVM_SMI]," : "op: eq, value: KVM_SMI,");
        }
        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "filters", set, $"vcpu 0={carried}", "api=launch,setup,api");
        probe.WaitForOutput("ready");

        using JsonDocument json = JsonDocument.Parse(
            RunningProgram.Run(Artifacts.Jailer, "profile", "attest", $"{probe.Id}", "--against", old, "--format", "json").Output);

        JsonElement thread = json.RootElement[0].GetProperty("threads").EnumerateArray().Single(thread => thread.GetProperty("name").GetString() == "vcpu 0");
        Assert.Equal(verdict, thread.GetProperty("verdict").GetString());
        string[] findings = [.. thread.GetProperty("findings").EnumerateArray().Select(found => $"{found.GetProperty("kind").GetString()}: {found.GetProperty("message").GetString()}")];
        Assert.Equal(finding is null ? 0 : 1, findings.Length);
        Assert.All(findings, found => Assert.StartsWith(string.Format(CultureInfo.InvariantCulture, finding!, old), found, StringComparison.Ordinal));
    }

    // A live process as a side of diff: thread by thread against its files, and against those that it was not made of.
    [Fact]
    public void ALiveProcessIsComparedThreadByThread()
    {
        Requires.Root();
        string set = Path.Combine(_folder, "set");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", set).Status);
        ChangedProfiles.Write(_folder, "vcpu", "KVM_RUN,", "KVM_SMI,");
        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "filters", set, "vcpu 0=launch,setup,vcpu", "api=launch,setup,api");
        probe.WaitForOutput("ready");

        ProgramResult same = RunningProgram.Run(Artifacts.Jailer, "profile", "diff", set, $"{probe.Id}");
        ProgramResult other = RunningProgram.Run(Artifacts.Jailer, "profile", "diff", _folder, $"{probe.Id}");

        Assert.Contains("api: equal\nvcpu: equal\n", same.Output, StringComparison.Ordinal);
        Assert.Contains("api: equal\nvcpu: 2 changes\n", other.Output, StringComparison.Ordinal);
        Assert.Contains("  wider     ioctl where argument 1 (low half) is KVM_RUN: trap -> allow\n            such as ioctl(0x0, 0xae80, ", other.Output, StringComparison.Ordinal);
        Assert.Contains("  stricter  ioctl where argument 1 (low half) is KVM_SMI: allow -> trap, vcpu.yaml:8:14\n", other.Output, StringComparison.Ordinal);
    }
}
