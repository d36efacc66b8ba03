using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>
/// A sample of the build's target Fuzz: hostile inputs for every parser, from a fresh seed. A planted fault shows that the fuzzer would find
/// one.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    // Of each target at every submission: seconds in all, where the target Fuzz gives a million.
    private const int Inputs = 2_000;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string> Targets => new()
    {
        { "profiles", "Yaml" },
        { "filter-set", "Table" },
        { "jailer-options", "Options" },
        { "cgroup-files", "Mount" },
        { "accounts", "Found" },
        { "json", "Json" },
        { "http", "Head" },
        { "mmds-http", "Complete" },
        { "api", "Routed" },
        { "virtio", "Rung" },
        { "net", "Rung" },
        { "vsock", "Rung" },
        { "balloon", "Taken" },
        { "state", "Fields" },
        { "snapshot", "Origin" },
        { "mmds-frames", "Connected" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void HostileInputsHarmNothingAndGetPastTheFirstStage(string target, string second)
    {
        int seed = Seed.Next();
        output.WriteLine($"{target}: seed {seed}");

        ProgramResult result = Fuzz(target, "--inputs", $"{Inputs}", "--seed", $"{seed}");

        output.WriteLine(result.Output);
        Assert.True(result.Status == 0, $"seed {seed}: {result.Output}{result.Error}");
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.InRange(summary.RootElement.GetProperty("stages").GetProperty(second).GetDouble(), 0.3, 1);
    }

    // The same inputs each time, as many as it takes, of a seed that finds the fault.
    [Theory]
    [InlineData("profiles", 400, 1)]
    [InlineData("filter-set", 20_000, 1)]
    [InlineData("jailer-options", 2_000, 1)]
    [InlineData("cgroup-files", 2_000, 1)]
    [InlineData("accounts", 2_000, 1)]
    [InlineData("json", 2_000, 1)]
    [InlineData("http", 2_000, 1)]
    [InlineData("mmds-http", 5_000, 1)]
    [InlineData("api", 5_000, 7)]
    [InlineData("virtio", 2_000, 1)]
    [InlineData("net", 2_000, 1)]
    [InlineData("vsock", 2_000, 1)]
    [InlineData("balloon", 20_000, 1)]
    [InlineData("state", 20_000, 1)]
    [InlineData("snapshot", 20_000, 1)]
    [InlineData("mmds-frames", 2_000, 1)]
    public void APlantedFaultIsFound(string target, int inputs, int seed)
    {
        ProgramResult result = Fuzz(target, "--inputs", $"{inputs}", "--seed", $"{seed}", "--plant");

        Assert.True(result.Status == 1, result.Output);
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.NotEqual(0, summary.RootElement.GetProperty("findings").GetArrayLength());
    }

    // A fault that a seed carries is not found by mutation, so finding it shows nothing.
    [Theory]
    [MemberData(nameof(Targets))]
    public void NoSeedCarriesThePlantedFault(string target, string _)
    {
        ProgramResult result = Fuzz(target, "--inputs", "0", "--plant");

        Assert.True(result.Status == 0, $"{result.Output}{result.Error}");
    }

    // Fails when a target has been added that is not tried here.
    [Fact]
    public void EveryTargetOfTheFuzzerIsTried()
    {
        ProgramResult result = Fuzz("no-target", "--inputs", "1");

        Assert.Equal(2, result.Status);
        string names = result.Error.Split(' ').SkipWhile(word => word != "Kiln.Fuzz").ElementAt(1);
        Assert.Equal(names.Split('|').Order(), Targets.Select(row => row.Data.Item1).Order());
    }

    private static ProgramResult Fuzz(string target, params string[] arguments)
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Fuzzer, [target, .. arguments]);
        return program.WaitForEnd(_patience);
    }
}
