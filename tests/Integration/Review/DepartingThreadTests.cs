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
        Requires.RootAndKvm();
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
}
