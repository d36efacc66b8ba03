using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>Packets for a vsock device that are right for the most part, and buffers for its own, as an input says.</summary>
internal sealed class HostilePackets(TestDriver driver)
{
    /// <summary>How many there are at once: as many as a queue has.</summary>
    internal const int Most = 16;

    /// <summary>Where they lie.</summary>
    internal const ulong Place = TestDriver.Buffers + 0x1000;

    // A header, and some more.
    private const int Pitch = 64;

    // Around the header, the usual buffer, and the longest packet.
    private static readonly uint[] _lengths = [0, 1, 43, 44, 45, 100, 1000, 2048, 4096, 4140, 65535, 65536, 65580, 65581];

    /// <summary>Offers a packet of ports of which some are listened on, and some are those of programs that have connected.</summary>
    internal void Offer(ByteSource decisions)
    {
        uint hostPort = decisions.Choice(6) switch
        {
            0 => HostPrograms.Port,
            1 => HostPrograms.Port + (uint)decisions.Choice(3),
            2 => (uint)decisions.Number(),
            3 => (1u << 30) + (uint)decisions.Choice(8),
            _ => HostPrograms.Port,
        };
        ushort operation = decisions.Choice(8) == 0 ? decisions.Short() : (ushort)(decisions.Choice(7) + 1);
        uint length = operation == SocketPacket.Rw ? LengthOf(decisions) : 0;
        SocketPacket packet = new(
            hostPort, (uint)decisions.Choice(4), operation, (uint)decisions.Choice(4), decisions.Choice(4) == 0 ? (uint)decisions.Number() : 65536,
            decisions.Choice(4) == 0 ? (uint)decisions.Number() : 0);
        ulong place = Place + (ulong)(decisions.Choice(Most) * Pitch);
        packet.Write(driver.Bytes(place, SocketPacket.HeaderLength));
        driver.Store(place + 24, decisions.Choice(8) == 0 ? (uint)decisions.Number() : length);
        if (decisions.Choice(16) == 0)
        {
            driver.Store(place + 8, decisions.Number());
            driver.Store(place + 28, decisions.Short());
        }
        TestBuffer header = TestBuffer.ToRead(place, decisions.Choice(8) == 0 ? (uint)decisions.Choice(46) : SocketPacket.HeaderLength);
        TestQueue queue = driver.Queues[VsockDevice.TransmitQueue];
        if (length == 0)
        {
            queue.Offer(header);
        }
        else
        {
            queue.Offer(header, new TestBuffer(TestDriver.Buffers, length, decisions.Choice(16) == 0));
        }
    }

    /// <summary>Offers buffers to write to.</summary>
    internal void OfferRoom(ByteSource decisions, int number)
    {
        ulong address = TestDriver.Buffers;
        Span<TestBuffer> buffers = stackalloc TestBuffer[decisions.Choice(3) + 1];
        foreach (ref TestBuffer buffer in buffers)
        {
            buffer = new TestBuffer(address, LengthOf(decisions), decisions.Choice(16) != 0);
            address += decisions.Choice(4) == 0 ? (ulong)decisions.Byte() : buffer.Length;
        }
        driver.Queues[number].Offer(buffers);
    }

    private static uint LengthOf(ByteSource decisions) =>
        decisions.Choice(8) == 0 ? (uint)decisions.Number() : _lengths[decisions.Choice(_lengths.Length)];
}
