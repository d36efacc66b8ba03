using System.Linq;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Balloons;

/// <summary>
/// A driver that breaks every rule of virtio against the balloon of a jailed monitor: after each of its cases no page is gone that must not be, and a good driver
/// gives and takes pages.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class HostileBalloonTests
{
    // Fewer would mean that a table is not run.
    private const int FewestCases = 310;

    [Fact]
    public void AHostileDriverGetsWhatItDeserves() => Attack("", lines =>
    {
        Assert.Equal([], lines.Where(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        int cases = lines.Count(line => line.StartsWith("hostile: case ", StringComparison.Ordinal));
        Assert.True(cases >= FewestCases, $"only {cases} cases");
        Assert.Equal($"hostile: {cases} cases, 0 bad", lines[^1]);
    });

    [Fact]
    public void ADeviceThatDoesOtherwiseIsFoundOut() => Attack("control=on", lines =>
    {
        Assert.Equal(7, lines.Count(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        Assert.Equal("hostile: 7 cases, 7 bad", lines[^1]);
    });

    private static void Attack(string words, Action<string[]> judge)
    {
        using ApiJail jail = new();
        jail.Do(
            "PUT", "/balloon",
            """{"amount_mib": 0, "deflate_on_oom": true, "stats_polling_interval_s": 1, "free_page_hinting": true, "free_page_reporting": true}""");
        jail.StartGuest("hostile-balloon", words: words);
        ProgramResult result = jail.Program.WaitForEnd();

        Assert.True(result.Status == 0, $"{result.Output} {result.Error} {jail.Log}");
        judge(result.Output.TrimEnd('\n').Split('\n'));
    }
}
