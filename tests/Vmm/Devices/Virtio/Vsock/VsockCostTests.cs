using System.Diagnostics;
using System.Net.Sockets;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;
using static Kiln.Vmm.Devices.Virtio.Vsock.Packets.PacketOperation;
using static Kiln.Vmm.Tests.Devices.Virtio.Vsock.HostConnectionTests;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>What packets and idle connections cost the monitor.</summary>
public sealed class VsockCostTests(ITestOutputHelper output) : QuietTests
{
    // Connections that the device begins in one turn, either way.
    private const int MostATurn = 32;

    private const int Rounds = 2000;
    private const ulong SendPlace = TestDriver.Buffers;
    private const ulong ReceivePlace = SendPlace + 8192;

    [Fact]
    public void APacketAllocatesNothing()
    {
        using TestVsock vsock = new(buffers: 4);
        using Socket client = Opened(vsock);
        byte[] packet = TestPacket.Of(VIRTIO_VSOCK_OP_RW, 5, 1u << 30, new byte[1000], room: 1u << 31).ToBytes();
        byte[] data = new byte[1000];
        TestQueue sending = vsock.Driver.Queues[VsockDevice.TransmitQueue];
        TestQueue receiving = vsock.Driver.Queues[VsockDevice.ReceiveQueue];
        // Warm, and of a buffer for each of the packets that follow.
        Round(vsock, client, packet, data, sending, receiving);

        long before = GC.GetAllocatedBytesForCurrentThread();
        long ofTest = 0;
        for (int count = 0; count < Rounds; count++)
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            client.Send(data);
            ofTest += GC.GetAllocatedBytesForCurrentThread() - start;
            Round(vsock, null, packet, data, sending, receiving);
            start = GC.GetAllocatedBytesForCurrentThread();
            _ = client.Receive(data);
            ofTest += GC.GetAllocatedBytesForCurrentThread() - start;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before - ofTest);
        Assert.True(vsock.Metrics.ReceivedBytes.Value >= Rounds * 1000L);
    }

    // As many as there may be, all at once: each turn begins only some of them, so that others get the thread.
    [Fact]
    public void AThousandConnectionsAreOpenedInShortTurns()
    {
        using (TestVsock warm = new())
        {
            using Socket first = Opened(warm);
        }
        using TestVsock vsock = new(buffers: 256);
        Socket[] clients = new Socket[1023];
        for (int index = 0; index < clients.Length; index++)
        {
            clients[index] = vsock.Connect();
            clients[index].Send("CONNECT 5\n"u8);
        }
        TimeSpan longest = default;
        long before = vsock.Metrics.Added.Value;
        for (long added = 0; added < clients.Length; added = vsock.Metrics.Added.Value - before)
        {
            long start = Stopwatch.GetTimestamp();
            _ = vsock.Machine.Loop.Turn(0);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            longest = took > longest ? took : longest;
            Assert.InRange(vsock.Metrics.Added.Value - before - added, 0, MostATurn);
        }
        output.WriteLine($"the longest turn took {longest.TotalMilliseconds:F2} ms");
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void IdleConnectionsWakeNobody()
    {
        using TestVsock vsock = new();
        Socket[] clients = new Socket[100];
        for (int index = 0; index < clients.Length; index++)
        {
            clients[index] = vsock.Connect();
            clients[index].Send("CONNECT 5\n"u8);
            vsock.Settle();
            vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RESPONSE, 5, (1u << 30) + (uint)index));
        }
        // Half of them have shut their side, a quarter is gone.
        for (int index = 0; index < 50; index++)
        {
            clients[index].Shutdown(SocketShutdown.Send);
        }
        vsock.Settle();

        Assert.False(vsock.Machine.Loop.Turn(300));
        // A positive control.
        clients[99].Send("x"u8);
        Assert.True(vsock.Machine.Loop.Turn(300));
        Array.ForEach(clients, client => client.Dispose());
    }

    // A guest that has no buffers, or no room, is not told again and again that there is something for it.
    [Theory]
    [InlineData(0, 65536u)]
    [InlineData(64, 10u)]
    public void WhatWaitsForTheGuestWakesNobody(int buffers, uint room)
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock, room);
        using Socket leaving = vsock.Connect();
        leaving.Send("CONNECT 5\n"u8);
        vsock.Settle();
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RESPONSE, 5, (1u << 30) + 1, room: room));
        vsock.Buffers = buffers;
        while (buffers == 0 && vsock.Driver.Queues[VsockDevice.ReceiveQueue] is { } queue && vsock.Machine.Link.Queues[VsockDevice.ReceiveQueue].Waiting > 0)
        {
            client.Send("x"u8);
            vsock.Settle();
        }
        client.Send(new byte[100000]);
        leaving.Send(new byte[1000]);
        vsock.Settle();
        leaving.Dispose();
        vsock.Settle();

        Assert.False(vsock.Machine.Loop.Turn(300));
    }

    private static void Round(TestVsock vsock, Socket? client, byte[] packet, byte[] data, TestQueue sending, TestQueue receiving)
    {
        client?.Send(data);
        packet.CopyTo(vsock.Driver.Bytes(SendPlace, packet.Length));
        sending.Offer(TestBuffer.ToRead(SendPlace, 44), TestBuffer.ToRead(SendPlace + 44, 1000));
        vsock.Driver.Bus.Ring(VsockDevice.TransmitQueue);
        vsock.Machine.Settle();
        while (sending.Returned > 0)
        {
            _ = sending.Take();
        }
        while (receiving.Returned > 0)
        {
            _ = receiving.Take();
            receiving.Offer(TestBuffer.ToWrite(ReceivePlace, 4096));
        }
        if (client is not null)
        {
            _ = client.Receive(data);
        }
    }
}
