using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>Connections between the host and a guest with a driver of its own, jailed and under all filters.</summary>
[Collection(BusyCollection.Name)]
public sealed class VsockGuestTests(ITestOutputHelper output)
{
    // A port of the host's.
    private const uint Port = 5000;

    // Of each side.
    private const int Streams = 50;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("", 20)]
    [InlineData("chain=65580 buffer=262144", 20)]
    [InlineData("events=off order=off whole=on", 1)]
    [InlineData("chain=300 parts=3 length=1000", 1)]
    [InlineData("size=16 chain=45 length=1", 0)]
    [InlineData("size=32 chain=5000 parts=16 buffer=4096", 1)]
    public void FiftyStreamsOfEachSideComeBackAsTheyWere(string words, int mebibytes)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        ManyStreams streams = new(Math.Max(mebibytes << 20, 1000), seed);
        int number = Streams;
        Run($"connect={Streams} to={Port} as=echo {words}", 160, guest =>
        {
            guest.Listen(Port, socket => streams.Exchange(socket, Interlocked.Increment(ref number) - 1));
        }, (guest, program) =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int index = 0; index < Streams; index++)
            {
                int own = index;
                Socket socket = guest.Connect(VsockGuest.EchoPort);
                new Thread(() => streams.Exchange(socket, own)).Start();
            }
            streams.Await(2 * Streams, _patience);
            output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s for {2 * Streams} streams of {mebibytes} MiB, there and back");
            program.WaitForOutput("vsock: all connections have ended");
        });
    }

    [Fact]
    public void AClientThatShutsItsSideGetsItsAnswer() => Run("", 128, _ => { }, (guest, _) =>
    {
        byte[] content = Pattern.Make(1, 300_000);
        using Socket socket = guest.Connect(VsockGuest.SinkPort);
        VsockGuest.SendAll(socket, content);
        socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(Pattern.Answer(content) + "\n", Encoding.ASCII.GetString(VsockGuest.ReadAll(socket)));
    });

    [Fact]
    public void AGuestThatShutsItsSideGetsItsAnswer()
    {
        byte[] answer = Pattern.Make(2, 200_000);
        byte[]? got = null;
        Run($"connect=1 to={Port} as=source bytes=300000", 128, guest => guest.Listen(Port, socket =>
        {
            got = VsockGuest.ReadAll(socket);
            VsockGuest.SendAll(socket, answer);
        }), (_, program) =>
        {
            program.WaitForOutput($"vsock: answer of {answer.Length} bytes 0x{Pattern.Hash(answer):x}");
            Assert.Equal(Pattern.Make(Port, 300_000), got);
        });
    }

    [Fact]
    public void AProgramWhoseGuestReceivesNoMoreCannotSend() => Run("", 128, _ => { }, (guest, _) =>
    {
        using Socket socket = guest.Connect(VsockGuest.MutePort);
        VsockGuest.AwaitRefusal(socket);
    });

    [Fact]
    public void AGuestsStreamEndsWhenAllHasCome() => Run("", 128, _ => { }, (guest, _) =>
    {
        using Socket socket = guest.Connect(VsockGuest.SourcePort);
        VsockGuest.SendAll(socket, Pattern.Request(1 << 20));
        byte[] got = VsockGuest.ReadAll(socket);

        // Its pattern depends on the port that the host has.
        Assert.Equal(1 << 20, got.Length);
    });

    [Fact]
    public void AHandshakeMayComeByteByByte() => Run("", 128, _ => { }, (guest, _) =>
    {
        using Socket socket = VsockGuest.Open(guest.Path);
        foreach (byte one in Encoding.ASCII.GetBytes($"CONNECT {VsockGuest.EchoPort}\n"))
        {
            Assert.Equal(1, socket.Send([one]));
            Thread.Sleep(1);
        }
        Assert.Matches("^OK [0-9]+$", VsockGuest.ReadLine(socket));
        VsockGuest.SendAll(socket, "line\n"u8);
        Assert.Equal("line", VsockGuest.ReadLine(socket));
    });

    [Fact]
    public void WhatFollowsTheHandshakeAtOnceIsPayload() => Run("", 128, _ => { }, (guest, _) =>
    {
        using Socket socket = VsockGuest.Open(guest.Path);
        VsockGuest.SendAll(socket, Encoding.ASCII.GetBytes($"connect {VsockGuest.EchoPort}\nline\n"));
        Assert.Matches("^OK [0-9]+$", VsockGuest.ReadLine(socket));
        Assert.Equal("line", VsockGuest.ReadLine(socket));
    });

    [Fact]
    public void APortWithoutAListenerIsRefusedWithoutAByte() => Run($"connect=1 to={Port + 1}", 128, _ => { }, (guest, program) =>
    {
        using Socket socket = VsockGuest.Open(guest.Path);
        VsockGuest.SendAll(socket, "CONNECT 99\n"u8);
        Assert.Empty(VsockGuest.ReadAll(socket));
        program.WaitForOutput("opened 0 refused 1 reset 0");
    });

    private void Run(string words, int mebibytes, Action<VsockGuest> prepare, Action<VsockGuest, RunningProgram> body)
    {
        Requires.RootAndKvm();
        using VsockGuest guest = new(words, mebibytes: mebibytes);
        prepare(guest);
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("vsock: ready");
        body(guest, program);

        ProgramResult result = guest.End(program);

        output.WriteLine(result.Output);
        Assert.Equal((0, ""), (result.Status, result.Error));
    }
}
