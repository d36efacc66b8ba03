using System.Linq;
using System.Net.Sockets;
using System.Text;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;
using static Kiln.Vmm.Devices.Virtio.Vsock.Packets.PacketOperation;
using static Kiln.Vmm.Tests.Devices.Virtio.Vsock.HostConnectionTests;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>The guest connects to programs of the host, each of which waits at a socket of its own beside the device's.</summary>
public sealed class GuestConnectionTests : QuietTests
{
    private const uint GuestPort = 1234;
    private const uint HostPort = 80;

    [Fact]
    public void AProgramThatListensIsReached()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, "hello"u8.ToArray()));
        Assert.Equal("hello", Read(server));
        server.Send("world"u8);
        vsock.Settle();
        TestPacket answer = vsock.Take();
        Assert.Equal((VIRTIO_VSOCK_OP_RW, "world", 5u, 65536u), (answer.Operation, Encoding.ASCII.GetString(answer.Data), answer.Header.fwd_cnt, answer.Header.buf_alloc));
        Assert.Equal((5L, 5L), (vsock.Metrics.SentBytes.Value, vsock.Metrics.ReceivedBytes.Value));
    }

    [Fact]
    public void WhereNobodyListensItIsRefused()
    {
        using TestVsock vsock = new();
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_REQUEST, GuestPort, HostPort));

        Assert.Equal((VIRTIO_VSOCK_OP_RST, GuestPort, HostPort), Of(vsock.Take()));
        Assert.Empty(vsock.Received);
        Assert.Equal(0, vsock.Metrics.Added.Value);
    }

    [Fact]
    public void AConnectionTooManyIsRefusedEitherWay()
    {
        using TestVsock vsock = new(bufferMebibytes: 1);
        using Socket listener = vsock.Listen(HostPort);
        for (uint count = 0; count < 16; count++)
        {
            vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_REQUEST, GuestPort + count, HostPort));
            Assert.Equal(VIRTIO_VSOCK_OP_RESPONSE, vsock.Take().Operation);
        }

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_REQUEST, GuestPort + 16, HostPort));
        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
        using Socket client = vsock.Connect();
        client.Send("CONNECT 5\n"u8);
        vsock.Settle();
        AssertClosed(client);
        Assert.Equal((2L, 16L), (vsock.Metrics.Refused.Value, vsock.Metrics.Added.Value));

        // One that ends makes room.
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RST, GuestPort, HostPort));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_REQUEST, GuestPort, HostPort));
        Assert.Equal(VIRTIO_VSOCK_OP_RESPONSE, vsock.Take().Operation);
    }

    // A guest that has said that it sends no more still gets the answer, and the program sees the end when it has read everything.
    [Fact]
    public void AShutSideOfTheGuestIsAnEndForTheProgram()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, "question"u8.ToArray()));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_SHUTDOWN, GuestPort, HostPort, flags: ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND));

        Assert.Equal("question", Read(server));
        AssertClosed(server);
        server.Send("answer"u8);
        vsock.Settle();
        Assert.Equal("answer", Encoding.ASCII.GetString(vsock.Take().Data));
        // Both sides have shut: the guest is told that nothing more comes, and ends it.
        server.Shutdown(SocketShutdown.Send);
        vsock.Settle();
        Assert.Equal(VIRTIO_VSOCK_OP_SHUTDOWN, vsock.Take().Operation);
        while (vsock.Received.TryDequeue(out TestPacket? more))
        {
            Assert.Equal((VIRTIO_VSOCK_OP_SHUTDOWN, ShutdownFlags.Both), (more.Operation, more.Header.flags));
        }
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_SHUTDOWN, GuestPort, HostPort, flags: ShutdownFlags.Both));
        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
    }

    [Fact]
    public void AGuestThatReceivesNoMoreMakesTheProgramsWritesFail()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_SHUTDOWN, GuestPort, HostPort, flags: ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_RCV));

        SocketException refused = Assert.Throws<SocketException>(() => server.Send("x"u8));
        Assert.Equal(SocketError.Shutdown, refused.SocketErrorCode);
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, "still"u8.ToArray()));
        Assert.Equal("still", Read(server));
        Assert.Empty(vsock.Received);
    }

    // The room of a connection is used up by a program that does not read; the guest is told of more only when it has read.
    [Fact]
    public void ASlowProgramGetsEverythingInTheEnd()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);
        byte[] sent = new byte[1 << 20];
        Random.Shared.NextBytes(sent);
        byte[] read = new byte[sent.Length];
        uint forwarded = 0;
        int place = 0;
        int got = 0;
        while (got < read.Length)
        {
            int room = (int)(65536 - (place - forwarded));
            int part = Math.Min(Math.Min(room, 30000), sent.Length - place);
            if (part > 0)
            {
                vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, sent[place..(place + part)]));
                place += part;
            }
            else
            {
                got += server.Receive(read.AsSpan(got, Math.Min(50000, read.Length - got)));
                vsock.Settle();
            }
            while (vsock.Received.TryDequeue(out TestPacket? update))
            {
                Assert.Equal(VIRTIO_VSOCK_OP_CREDIT_UPDATE, update.Operation);
                forwarded = update.Header.fwd_cnt;
            }
        }

        Assert.True(sent.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public void AGuestThatSendsMoreThanItMayIsReset()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);
        for (int count = 0; count < 20 && vsock.Received.Count == 0; count++)
        {
            vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, new byte[65536]));
            vsock.Received.TryPeek(out TestPacket? update);
            if (update?.Operation == VIRTIO_VSOCK_OP_CREDIT_UPDATE)
            {
                vsock.Take();
            }
        }

        Assert.Equal((VIRTIO_VSOCK_OP_RST, 1L), (vsock.Take().Operation, vsock.Metrics.Killed.Value));
    }

    [Fact]
    public void AProgramThatIsGoneCountsAsABrokenPipe()
    {
        using TestVsock vsock = new();
        using Socket server = Accepted(vsock);
        server.Shutdown(SocketShutdown.Receive);

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, GuestPort, HostPort, [1]));

        Assert.Contains(vsock.Received, packet => packet.Operation == VIRTIO_VSOCK_OP_RST);
        Assert.Equal((1L, 1L), (vsock.Metrics.BrokenPipes.Value, vsock.Metrics.WriteFailures.Value));
    }

    // The vector of the contract: 4,096 bytes of room, 10,000 to send.
    [Fact]
    public void NoMoreIsSentThanTheGuestHasRoomFor()
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock, room: 4096);
        client.Send(new byte[10000]);
        vsock.Settle();
        Assert.Equal([(VIRTIO_VSOCK_OP_RW, 4096u), (VIRTIO_VSOCK_OP_CREDIT_REQUEST, 0u)], Taken(vsock));

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_CREDIT_UPDATE, 5, 1u << 30, room: 4096, forwarded: 4096));
        Assert.Equal([(VIRTIO_VSOCK_OP_RW, 4096u), (VIRTIO_VSOCK_OP_CREDIT_REQUEST, 0u)], Taken(vsock));
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_CREDIT_UPDATE, 5, 1u << 30, room: 4096, forwarded: 8192));
        Assert.Equal([(VIRTIO_VSOCK_OP_RW, 1808u)], Taken(vsock));
    }

    // Room that was taken away, and acknowledgments of what was never sent, are no room.
    [Theory]
    [InlineData(1000u, 0u)]
    [InlineData(0u, 4096u)]
    [InlineData(4096u, 4097u)]
    public void AGuestThatLiesAboutItsRoomHasNone(uint room, uint forwarded)
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock, room: 4096);
        client.Send(new byte[5000]);
        vsock.Settle();
        _ = Taken(vsock);

        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_CREDIT_UPDATE, 5, 1u << 30, room: room, forwarded: forwarded));

        Assert.Empty(vsock.Received);
        Assert.False(vsock.Machine.Loop.Turn(0));
    }

    private static (PacketOperation Operation, uint Length)[] Taken(TestVsock vsock)
    {
        (PacketOperation, uint)[] taken = [.. vsock.Received.Select(packet => (packet.Operation, packet.Header.len))];
        vsock.Received.Clear();
        return taken;
    }

    private static Socket Accepted(TestVsock vsock)
    {
        using Socket listener = vsock.Listen(HostPort);
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_REQUEST, GuestPort, HostPort));
        Assert.Equal((VIRTIO_VSOCK_OP_RESPONSE, GuestPort, HostPort), Of(vsock.Take()));
        return listener.Accept();
    }
}
