using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>As many connections as there can be, connections that exceed what there is room for, and programs of the host that go away.</summary>
[Collection(BusyCollection.Name)]
public sealed partial class ManyConnectionsTests(ITestOutputHelper output)
{
    // A port of the host's.
    private const uint Port = 5000;

    // The most connections of a device.
    private const int Most = 1023;

    // Longer than a handshake may take, whose timer goes off once more.
    private static readonly TimeSpan _handshake = TimeSpan.FromSeconds(2.5);

    // Long for a thread that wakes by itself, and short for a test.
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(1.5);

    [Fact]
    public void ThereAreAsManyAsThereMayBeAndNoMore()
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new($"connect={Most + 10} to={Port} as=hold", mebibytes: 192);
        HostPort port = guest.Listen(Port, null);
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections were answered");
        Assert.Contains($"opened {Most} refused 10 reset 0", program.Output, StringComparison.Ordinal);
        Match answered = Answered().Match(program.Output);
        output.WriteLine($"{Most} opened in {TicksOf(answered)} ms");
        Assert.True(SpinWait.SpinUntil(() => port.Accepted == Most, TimeSpan.FromSeconds(5)));

        // A client of the host's is closed without a word.
        using Socket refused = VsockGuest.Open(guest.Path);
        Assert.Empty(VsockGuest.ReadAll(refused));
    }

    // A smaller budget of memory allows fewer.
    [Fact]
    public void ABudgetOfMemoryBoundsThem()
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new($"connect=40 to={Port} as=hold", fields: ", \"buffer_mib\": 2");
        guest.Listen(Port, null);
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections were answered");
        Assert.Contains("opened 32 refused 8 reset 0", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AHundredThatExceedTheirRoomAreResetAndTheGuestLives()
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new($"connect=100 to={Port} as=overflow");
        guest.Listen(Port, null);
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections have ended");
        Assert.Contains("ended, opened 100 refused 0 reset 100", program.Output, StringComparison.Ordinal);
        AssertEcho(guest);
        Assert.Equal(0, guest.End(program).Status);
        Assert.Equal(100, guest.CountOf("conns_killed"));
    }

    // It asks the guest for an answer that it does not read, of which nothing tells but the write.
    [Fact]
    public void AProgramThatReadsNoMoreIsCountedAndRaisesNoSignal()
    {
        Requires.RootAndKvm();
        using ManualResetEventSlim isOver = new();
        using VsockGuest guest = new($"connect=20 to={Port} as=echo");
        guest.Listen(Port, socket =>
        {
            socket.Shutdown(SocketShutdown.Receive);
            VsockGuest.SendAll(socket, "answer"u8);
            isOver.Wait();
        });
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections have ended");
        isOver.Set();
        Assert.Contains("ended, opened 20 refused 0 reset 20", program.Output, StringComparison.Ordinal);
        AssertEcho(guest);
        Assert.Equal(0, guest.End(program).Status);
        Assert.Equal(20, guest.CountOf("sigpipe", "signals"));
    }

    // Programs that are gone, each in the midst of a stream.
    [Fact]
    public void ProgramsThatAreGoneLeaveTheOthersAlone()
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new($"connect=20 to={Port} as=source mib=64");
        guest.Listen(Port, socket => _ = socket.Receive(new byte[1000]));
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections have ended");
        AssertEcho(guest);
        Assert.Equal(0, guest.End(program).Status);
    }

    [Fact]
    public void NoThreadWakesForOpenConnections()
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new($"connect=50 to={Port} as=hold");
        guest.Listen(Port, null);
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: all connections were answered");
        List<Socket> sockets = [.. Enumerable.Range(0, 50).Select(_ => guest.Connect(VsockGuest.HoldPort))];
        ProcessView process = new(program.Id);
        Thread.Sleep(_handshake);
        string before = process.Sleeps;

        Thread.Sleep(_rest);
        Assert.Equal(before, process.Sleeps);

        // The control.
        AssertEcho(guest);
        Assert.NotEqual(before, process.Sleeps);
        sockets.ForEach(socket => socket.Dispose());
        Assert.Equal(0, guest.End(program).Status);
    }

    private static void AssertEcho(VsockGuest guest)
    {
        using Socket socket = guest.Connect(VsockGuest.EchoPort);
        VsockGuest.SendAll(socket, "line\n"u8);
        Assert.Equal("line", VsockGuest.ReadLine(socket));
    }

    private static double TicksOf(Match match) =>
        double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("answered.* ticks ([0-9]+) khz ([0-9]+)")]
    private static partial Regex Answered();
}
