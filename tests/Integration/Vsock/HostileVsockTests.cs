using System.Linq;
using System.Net.Sockets;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>
/// A driver that breaks every rule of virtio sockets, against the jailed monitor: after each of its cases a good driver must be served, which opens a
/// connection to the host, and whose line goes there and comes back.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class HostileVsockTests
{
    // Fewer would mean that a table is not run.
    private const int FewestCases = 450;

    // The ports that the guest knows of its host.
    private const uint EchoPort = 5000;
    private const uint AskPort = 5001;
    private const uint DeafPort = 5002;

    // Some cases wait for what must not come.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("events=on")]
    [InlineData("events=off")]
    public void AHostileDriverGetsWhatItDeserves(string words) => Attack(words, lines =>
    {
        string[] bad = [.. lines.Where(line => line.Contains(" bad: ", StringComparison.Ordinal))];
        Assert.True(bad.Length == 0, string.Join('\n', bad));
        int cases = lines.Count(line => line.StartsWith("hostile: case ", StringComparison.Ordinal));
        Assert.True(cases >= FewestCases, $"only {cases} cases");
        Assert.Equal($"hostile: {cases} cases, 0 bad", lines[^1]);
    });

    [Fact]
    public void ADeviceThatDoesOtherwiseIsFoundOut() => Attack("control=on", lines =>
    {
        Assert.Equal(10, lines.Count(line => line.Contains(" bad: ", StringComparison.Ordinal)));
        Assert.Equal("hostile: 10 cases, 10 bad", lines[^1]);
    });

    private static void Attack(string words, Action<string[]> judge)
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new(words, guest: "hostile-vsock");
        guest.Listen(EchoPort, HostPort.Echo);
        guest.Listen(DeafPort, null);
        guest.Listen(AskPort, asker => Ask(asker, guest.Path));
        using RunningProgram program = guest.Jail.Start();
        ProgramResult result = program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        judge(result.Output.TrimEnd('\n').Split('\n'));
    }

    // The guest has the host open a connection to it: everything that comes there goes back, the monitor's own line too.
    private static void Ask(Socket asker, string path)
    {
        string line = VsockGuest.ReadLine(asker);
        using Socket asked = VsockGuest.Open(path);
        VsockGuest.SendAll(asked, System.Text.Encoding.ASCII.GetBytes(line + "\n"));
        HostPort.Echo(asked);
    }
}
