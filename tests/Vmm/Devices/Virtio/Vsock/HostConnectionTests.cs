using System.Linq;
using System.Net.Sockets;
using System.Text;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;
using static Kiln.Vmm.Devices.Virtio.Vsock.Packets.PacketOperation;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>A program of the host gets a connection to a port of the guest, as one line, one answer, and a stream.</summary>
public sealed class HostConnectionTests : QuietTests
{
    private const uint FirstPort = 1u << 30;

    [Fact]
    public void TheWireVectorOfARequest()
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        client.Send("CONNECT 1024\n"u8);
        vsock.Settle();

        Assert.Equal(
            "0200000000000000030000000000000000000040000400000000000001000100000000000000010000000000",
            Convert.ToHexStringLower(vsock.Take().ToBytes()));
    }

    [Theory]
    [InlineData("CONNECT 52\n", 52u)]
    [InlineData("connect 52\n", 52u)]
    [InlineData("CoNnEcT\t+4294967295\n", 4294967295u)]
    [InlineData("  CONNECT   52   and more\n", 52u)]
    [InlineData("CONNECT 1024                    ", 1024u)]
    public void TheLineIsUnderstood(string line, uint port)
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        client.Send(Encoding.ASCII.GetBytes(line));
        vsock.Settle();

        Assert.Equal((VIRTIO_VSOCK_OP_REQUEST, port, FirstPort), Of(vsock.Take()));
    }

    [Theory]
    [InlineData("CONNECT\n")]
    [InlineData("CONNECT \n   ")]
    [InlineData("CONNECT 4294967296\n")]
    [InlineData("CONNECT -1\n")]
    [InlineData("CONNECT 5x2\n")]
    [InlineData("CONNEXT 52\n")]
    [InlineData("CONNECT ++2\n")]
    [InlineData("\n\n\n\n\n\n\n\n\n\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECTCONNECTCONNECTCONNECTCONNECTCONNECT")]
    public void AnythingElseIsClosedWithoutAByte(string line)
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        client.Send(Encoding.ASCII.GetBytes(line));
        vsock.Settle();

        Assert.Empty(vsock.Received);
        AssertClosed(client);
    }

    [Fact]
    public void TheLineMayComeInPieces()
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        foreach (byte piece in "CONNECT 1024\n"u8)
        {
            Assert.Empty(vsock.Received);
            client.Send([piece]);
            vsock.Settle();
        }

        Assert.Equal(VIRTIO_VSOCK_OP_REQUEST, vsock.Take().Operation);
    }

    [Fact]
    public void WhatFollowsTheLineIsForTheGuest()
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        client.Send("CONNECT 5\nhello"u8);
        vsock.Settle();
        Assert.Equal(VIRTIO_VSOCK_OP_REQUEST, vsock.Take().Operation);
        Assert.Empty(vsock.Received);

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RESPONSE, 5, FirstPort));

        Assert.Equal("OK 1073741824\n", Read(client));
        TestPacket data = vsock.Take();
        Assert.Equal((VIRTIO_VSOCK_OP_RW, "hello"), (data.Operation, Encoding.ASCII.GetString(data.Data)));
    }

    [Fact]
    public void ARefusalIsAnEndWithoutAByte()
    {
        using TestVsock vsock = new();
        using Socket client = vsock.Connect();
        client.Send("CONNECT 5\n"u8);
        vsock.Settle();

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RST, 5, FirstPort));

        AssertClosed(client);
        Assert.Equal((1L, 1L), (vsock.Metrics.Added.Value, vsock.Metrics.Removed.Value));
        Assert.Single(vsock.Received);
    }

    [Fact]
    public void AGuestThatDoesNotAnswerInTwoSecondsGetsAReset()
    {
        ulong now = 5;
        using TestVsock vsock = new(clock: () => now);
        using Socket client = vsock.Connect();
        client.Send("CONNECT 5\n"u8);
        vsock.Settle();
        Assert.Equal(VIRTIO_VSOCK_OP_REQUEST, vsock.Take().Operation);

        now += 2_000_000_000;
        WaitFor(vsock, () => vsock.Received.Count > 0);

        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
        AssertClosed(client);
    }

    [Fact]
    public void AProgramThatAsksForNothingIsClosedAfterTwoSeconds()
    {
        ulong now = 5;
        using TestVsock vsock = new(clock: () => now);
        using Socket client = vsock.Connect();
        client.Send("CONN"u8);
        vsock.Settle();

        now += 2_000_000_000;
        WaitFor(vsock, () => client.Poll(0, SelectMode.SelectRead));

        AssertClosed(client);
    }

    [Fact]
    public void OfSixtyFiveThatAskForNothingTheFirstGivesWay()
    {
        using TestVsock vsock = new();
        Socket[] clients = [.. Enumerable.Range(0, 65).Select(_ =>
        {
            Socket client = vsock.Connect();
            vsock.Settle();
            return client;
        })];

        AssertClosed(clients[0]);
        Assert.False(clients[1].Poll(0, SelectMode.SelectRead));
        clients[64].Send("CONNECT 5\n"u8);
        vsock.Settle();
        Assert.Equal(VIRTIO_VSOCK_OP_REQUEST, vsock.Take().Operation);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void AnAnswerForAShutSideIsRead()
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock);
        client.Send("question"u8);
        client.Shutdown(SocketShutdown.Send);
        vsock.Settle();

        Assert.Equal(VIRTIO_VSOCK_OP_RW, vsock.Take().Operation);
        TestPacket shut = vsock.Take();
        Assert.Equal((VIRTIO_VSOCK_OP_SHUTDOWN, ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND), (shut.Operation, shut.Header.flags));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, 5, FirstPort, "answer"u8.ToArray(), forwarded: 8));
        Assert.Equal("answer", Read(client));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_SHUTDOWN, 5, FirstPort, forwarded: 8, flags: ShutdownFlags.Both));
        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
        AssertClosed(client);
    }

    [Fact]
    public void AProgramThatIsGoneIsBothShutAndReset()
    {
        ulong now = 5;
        using TestVsock vsock = new(clock: () => now);
        using (Socket client = Opened(vsock))
        {
            client.Send("last words"u8);
        }
        vsock.Settle();

        Assert.Equal(VIRTIO_VSOCK_OP_RW, vsock.Take().Operation);
        TestPacket shut = vsock.Take();
        Assert.Equal((VIRTIO_VSOCK_OP_SHUTDOWN, ShutdownFlags.Both), (shut.Operation, shut.Header.flags));
        Assert.Empty(vsock.Received);
        now += 2_000_000_000;
        WaitFor(vsock, () => vsock.Received.Count > 0);
        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
        // Then its ports are free.
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, 5, FirstPort, [1]));
        Assert.Equal((VIRTIO_VSOCK_OP_RST, 0u), (vsock.Take() is { } reset ? (reset.Operation, reset.Header.buf_alloc) : default));
    }

    internal static (PacketOperation Operation, uint GuestPort, uint HostPort) Of(TestPacket packet) =>
        (packet.Operation, packet.Header.dst_port, packet.Header.src_port);

    /// <summary>A connection to port 5 of the guest, from the first of the host's ports.</summary>
    internal static Socket Opened(TestVsock vsock, uint room = 262144)
    {
        Socket client = vsock.Connect();
        client.Send("CONNECT 5\n"u8);
        vsock.Settle();
        Assert.Equal((VIRTIO_VSOCK_OP_REQUEST, 5u, FirstPort), Of(vsock.Take()));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RESPONSE, 5, FirstPort, room: room));
        Assert.Equal("OK 1073741824\n", Read(client));
        return client;
    }

    internal static string Read(Socket client)
    {
        byte[] room = new byte[100];
        return Encoding.ASCII.GetString(room, 0, client.Receive(room));
    }

    internal static void AssertClosed(Socket client)
    {
        Assert.True(client.Poll(10_000_000, SelectMode.SelectRead));
        try
        {
            Assert.Equal(0, client.Receive(new byte[1]));
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It had not read all that was sent.
        }
    }

    // A timer goes by the time of the host, whatever the device's clock says.
    internal static void WaitFor(TestVsock vsock, Func<bool> condition)
    {
        for (int turn = 0; turn < 1000 && !condition(); turn++)
        {
            _ = vsock.Machine.Loop.Turn(20);
            vsock.Settle();
        }
    }
}
