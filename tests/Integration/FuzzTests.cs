using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>
/// A sample of what the build's target Fuzz does at length: hostile inputs of every parser, from a fresh seed. A planted fault shows that
/// the fuzzer would see one.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("profiles", 3_000, "Yaml")]
    [InlineData("filter-set", 20_000, "Table")]
    [InlineData("jailer-options", 20_000, "Options")]
    [InlineData("cgroup-files", 50_000, "Mount")]
    [InlineData("accounts", 50_000, "Found")]
    [InlineData("json", 50_000, "Json")]
    [InlineData("http", 20_000, "Head")]
    [InlineData("api", 20_000, "Routed")]
    [InlineData("virtio", 50_000, "Rung")]
    [InlineData("state", 50_000, "Fields")]
    public void HostileInputsHarmNothingAndGetPastTheFirstStage(string target, int inputs, string second)
    {
        ProgramResult result = Fuzz(target, "--inputs", $"{inputs}", "--seed", $"{Random.Shared.Next()}");
        output.WriteLine(result.Output);

        Assert.True(result.Status == 0, result.Output);
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.InRange(summary.RootElement.GetProperty("stages").GetProperty(second).GetDouble(), 0.3, 1);
    }

    [Theory]
    [InlineData("profiles", 20_000)]
    [InlineData("filter-set", 80_000)]
    [InlineData("jailer-options", 50_000)]
    [InlineData("cgroup-files", 50_000)]
    [InlineData("accounts", 50_000)]
    [InlineData("json", 50_000)]
    [InlineData("http", 20_000)]
    [InlineData("api", 50_000)]
    [InlineData("virtio", 50_000)]
    [InlineData("state", 100_000)]
    public void APlantedFaultIsFound(string target, int inputs)
    {
        ProgramResult result = Fuzz(target, "--inputs", $"{inputs}", "--seed", "1", "--plant");

        Assert.True(result.Status == 1, result.Output);
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.NotEqual(0, summary.RootElement.GetProperty("findings").GetArrayLength());
    }

    private static ProgramResult Fuzz(string target, params string[] arguments)
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Fuzzer, [target, .. arguments]);
        return program.WaitForEnd(_patience);
    }
}
