using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>
/// A guest with a driver of its own is saved with connections: they are gone, there and where it is loaded, its listeners stay, and it connects again.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class TransportResetTests
{
    private const uint Port = 5000;
    private const int Connections = 20;
    private const string Reset = "vsock: transport reset, 21 connections lost";
    private const string Answered = "vsock: all connections were answered, opened 20 refused 0 reset 0";

    // Connections take microseconds each.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("events=on")]
    [InlineData("events=off")]
    public void ConnectionsEndAndOthersBegin(string words)
    {
        Requires.RootAndKvm();
        using SnapshotJail source = SnapshotJail.ToTypeTo();
        string path = source.Jail.PathOf("v.sock");
        source.Jail.Do("PUT", "/vsock", """{"guest_cid": 3, "uds_path": "v.sock"}""");
        using HostPort port = new($"{path}_{Port}", HostPort.Echo);
        source.Jail.StartGuest("vsock", Answered, $"connect={Connections} to={Port} as=hold again=on {words}");
        using Socket socket = VsockGuest.Connect(path, VsockGuest.EchoPort);
        AssertEcho(socket);

        source.Pause();
        source.Create();
        Assert.Empty(VsockGuest.ReadAll(socket));

        // Elsewhere.
        using (SnapshotJail other = SnapshotJail.ToTypeTo())
        {
            using HostPort otherPort = new($"{other.Jail.PathOf("v.sock")}_{Port}", HostPort.Echo);
            other.Continue(source);
            GoesOn(other, other.Jail.PathOf("v.sock"));
        }

        // And here.
        source.Resume();
        GoesOn(source, path);
        Assert.True(SpinWait.SpinUntil(() => port.Accepted == 2 * Connections, _patience), $"{port.Accepted} connections");
    }

    private static void GoesOn(SnapshotJail jail, string path)
    {
        jail.Jail.Program.WaitForOutput(Reset);
        jail.Jail.Program.WaitForOutput(Answered);
        using Socket socket = VsockGuest.Connect(path, VsockGuest.EchoPort);
        AssertEcho(socket);
    }

    private static void AssertEcho(Socket socket)
    {
        VsockGuest.SendAll(socket, "line\n"u8);
        Assert.Equal("line", VsockGuest.ReadLine(socket));
    }
}
