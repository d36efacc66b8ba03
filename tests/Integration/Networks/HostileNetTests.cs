using System.Globalization;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// A driver that breaks every rule of virtio, on a real tap, against the jailed monitor: after each of its cases a good driver must be served, whose frame
/// goes out and comes back byte for byte.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class HostileNetTests
{
    // Fewer would mean that a table is not run.
    private const int FewestCases = 450;
    private const int FewestFrameCases = 180;

    // How long the host waits for a frame before it looks whether the guest has ended.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("events=on")]
    [InlineData("events=off")]
    public void AHostileDriverGetsWhatItDeserves(string words) => Attack(words, (lines, _) =>
    {
        Assert.Equal([], lines.Where(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        int cases = lines.Count(line => line.StartsWith("hostile: case ", StringComparison.Ordinal));
        Assert.True(cases >= FewestCases, $"only {cases} cases");
        Assert.Equal($"hostile: {cases} cases, 0 bad", lines[^1]);
    });

    [Fact]
    public void EveryMistakeIsCountedOnce() => Attack("tables=frames", (lines, guest) =>
    {
        int cases = lines.Count(line => line.StartsWith("hostile: case ", StringComparison.Ordinal));
        Assert.True(cases >= FewestFrameCases, $"only {cases} cases");
        string[] words = lines.Single(line => line.StartsWith("hostile: counts ", StringComparison.Ordinal)).Split(' ')[2..];
        Dictionary<string, long> counts = words.Chunk(2).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));

        foreach (string metric in (string[])["tx_fails", "tx_malformed_frames", "rx_fails"])
        {
            Assert.True(counts[metric] > 5, $"{metric}: only {counts[metric]} times");
            Assert.Equal((metric, counts[metric]), (metric, guest.CountOf(metric)));
        }
        // What of a header the kernel takes is its own business.
        Assert.InRange(guest.CountOf("tap_write_fails"), counts["tap_write_fails"], counts["tap_write_fails"] + counts["at_most_more"]);
        Assert.Equal((0, 0, 0), (guest.CountOf("tap_read_fails"), guest.CountOf("event_fails"), guest.CountOf("activate_fails")));
    });

    [Fact]
    public void ADeviceThatDoesOtherwiseIsFoundOut() => Attack("control=on", (lines, _) =>
    {
        Assert.Equal(8, lines.Count(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        Assert.Equal("hostile: 8 cases, 8 bad", lines[^1]);
    });

    private static void Attack(string words, Action<string[], NetGuest> judge)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using NetGuest guest = new(words, guest: "hostile-net");
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("hostile: ready");
            while (!program.HasEnded)
            {
                if (EchoFrames.Receive(guest.Tap, _pause) is { } frame)
                {
                    // One that is too long for the interface, or too many, is lost.
                    _ = guest.Tap.Send(frame);
                }
            }
            ProgramResult result = program.WaitForEnd();

            Assert.Equal((0, ""), (result.Status, result.Error));
            judge(result.Output.TrimEnd('\n').Split('\n'), guest);
        });
    }
}
