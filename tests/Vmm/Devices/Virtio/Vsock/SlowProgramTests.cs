using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>
/// Programs of the host that read later than the guest sends, in random steps: a guest that sends no more than the device has said that there is room for
/// loses nothing and is never reset; one that sends more is, and then what has arrived is the beginning of its stream.
/// </summary>
public sealed class SlowProgramTests(ITestOutputHelper output) : QuietTests
{
    private const int Runs = 300;
    private const int MostSteps = 60;

    private const uint Port = 5000;
    private const uint GuestPort = 10;
    private const uint Room = 65536;

    // More than a program's socket and the device have room for.
    private const int Flood = 40;

    [Theory]
    [InlineData(SocketPacket.SendsNoMore)]
    [InlineData(SocketPacket.SendsNoMore | SocketPacket.ReceivesNoMore)]
    public void WhatFitsTheCreditArrivesAndThenTheEnd(uint flags) => Try((sockets, end, random) =>
    {
        ModelConnection model = new(Port, GuestPort, end, ModelPhase.Open);
        uint told = 0;
        for (int steps = random.Next(1, MostSteps); steps > 0; steps--)
        {
            uint credit = Room - unchecked(model.Taken - told);
            if (random.Next(3) > 0 && credit > 0)
            {
                byte[] piece = model.Piece(model.Taken, random.Next(1, (int)Math.Min(credit, random.Next(2) == 0 ? 3000 : Room) + 1), isOfHost: false);
                sockets.Send(Packet(SocketPacket.Rw) with { Payload = piece });
                model.Taken += (uint)piece.Length;
            }
            else if (credit == 0 || random.Next(2) == 0)
            {
                // The answer tells how much has left the device.
                sockets.Send(Packet(SocketPacket.CreditRequest));
            }
            if (random.Next(2) == 0)
            {
                Read(model, end, random.Next(1, 1 << random.Next(18)));
            }
            foreach (SocketPacket packet in sockets.Receive())
            {
                Assert.Equal((SocketPacket.CreditUpdate, Room), (packet.Operation, packet.Buffer));
                // Nothing is said to have left the device that has not, nor is it forgotten.
                Assert.InRange(packet.Forwarded, Math.Max(told, model.Read), model.Taken);
                told = packet.Forwarded;
            }
        }

        sockets.Send(Packet(SocketPacket.Shutdown, flags));
        List<SocketPacket> last = [];
        while (!end.IsAtEnd)
        {
            last.AddRange(sockets.Receive());
            Read(model, end, 1 << 18);
        }
        Assert.Equal(model.Taken, model.Read);
        last.AddRange(sockets.Receive());
        Assert.Equal(flags != SocketPacket.SendsNoMore, last.Exists(packet => packet.Operation == SocketPacket.Rst));
    });

    [Fact]
    public void WhatExceedsTheCreditEndsTheConnection() => Try((sockets, end, random) =>
    {
        ModelConnection model = new(Port, GuestPort, end, ModelPhase.Open);
        int operation = 0;
        for (int count = 0; count < Flood && operation != SocketPacket.Rst; count++)
        {
            byte[] piece = model.Piece(model.Taken, (int)Room - random.Next(1000), isOfHost: false);
            sockets.Send(Packet(SocketPacket.Rw) with { Payload = piece });
            model.Taken += (uint)piece.Length;
            foreach (SocketPacket packet in sockets.Receive())
            {
                operation = packet.Operation;
            }
        }
        Assert.Equal(SocketPacket.Rst, operation);
        while (!end.IsAtEnd)
        {
            Read(model, end, 1 << 18);
        }
        Assert.InRange(model.Read, 1u, model.Taken - 1);
    });

    private static SocketPacket Packet(ushort operation, uint flags = 0) => new(Port, GuestPort, operation, flags);

    private static void Read(ModelConnection model, HostEnd end, int most)
    {
        byte[] data = end.Receive(most);
        Assert.Equal(model.Piece(model.Read, data.Length, isOfHost: false), data);
        model.Read += (uint)data.Length;
    }

    private void Try(Action<TestSockets, HostEnd, Random> body)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        using TestSockets sockets = new(Port);
        for (int run = 0; run < Runs; run++)
        {
            sockets.Start();
            sockets.Send(Packet(SocketPacket.Request));
            Assert.Equal(SocketPacket.Response, Assert.Single(sockets.Receive()).Operation);
            using HostEnd end = sockets.Accept(Port)!;
            body(sockets, end, new Random(Seed.Of(seed, run)));
        }
    }
}
