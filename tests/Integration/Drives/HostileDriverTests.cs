using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>A driver that breaks every rule of virtio, against the jailed monitor: after each of its cases a good driver must be served.</summary>
[Collection(BusyCollection.Name)]
public sealed class HostileDriverTests
{
    // Fewer would mean that a table is not run.
    private const int FewestCases = 300;

    [Theory]
    [InlineData("Sync", "events=on")]
    [InlineData("Sync", "events=off")]
    [InlineData("Async", "events=on")]
    [InlineData("Async", "events=off")]
    public void AHostileDriverGetsWhatItDeserves(string engine, string words)
    {
        string[] lines = Run(engine, words);

        Assert.Equal([], lines.Where(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        int cases = lines.Count(line => line.StartsWith("hostile: case ", StringComparison.Ordinal));
        Assert.True(cases >= FewestCases, $"only {cases} cases");
        Assert.Equal($"hostile: {cases} cases, 0 bad, and the disk is whole", lines[^1]);
    }

    [Fact]
    public void ADeviceThatDoesOtherwiseIsFoundOut()
    {
        string[] lines = Run("Sync", "control=on");

        Assert.Equal(7, lines.Count(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        Assert.Equal("hostile: sector 100 was changed", lines[^1]);
    }

    private static string[] Run(string engine, string words)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(1, $"\"io_engine\": \"{engine}\", \"cache_type\": \"Writeback\", \"is_read_only\": false");
        ProgramResult result = guest.Run("hostile", words);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result.Output.TrimEnd('\n').Split('\n');
    }
}
