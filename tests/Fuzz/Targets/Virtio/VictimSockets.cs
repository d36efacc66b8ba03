using System.IO;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// A vsock device, attacked by one of its queues, by packets that are right for the most part, and by the programs of its host. What counts as served is a
/// connection.
/// </summary>
internal sealed class VictimSockets : Victim
{
    // Of a buffer behind which a faulty one writes: no seed has it.
    private const uint FaultyLength = 2048;

    // Where a correct driver has its two buffers.
    private const ulong FirstRoom = TestDriver.Buffers + 0x4000;
    private const ulong SecondRoom = TestDriver.Buffers + 0x6000;
    private const uint RoomLength = SocketPacket.HeaderLength + 4096;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kiln-");
    private readonly HostListener _listener;
    private readonly HostPrograms _programs;
    private readonly HostilePackets _packets;
    private readonly int _queue;
    private readonly bool _isFaulty;
    private VsockMetrics _metrics = null!;
    private bool _isSaved;

    /// <param name="queue">The queue that the driver attacks.</param>
    /// <param name="isFaulty">Whether it writes one byte behind a buffer of one length, when it returns it first: the positive control.</param>
    internal VictimSockets(int queue, bool isFaulty)
    {
        (_queue, _isFaulty) = (queue, isFaulty);
        string path = Path.Combine(_folder.FullName, "v.sock");
        _listener = HostListener.TryOpen(path, out HostListener? listener) is { } error ? throw new InvalidOperationException(error) : listener!;
        _programs = new HostPrograms(path);
        Machine = new TestMachine(
            machine =>
            {
                // Time stands still: nothing is over because another thread was busy.
                machine.Link.Clock = () => 0;
                _metrics = VsockMetrics.Of(machine.Metrics);
                VsockConfiguration vsock = new((uint)SocketPacket.GuestCid, path);
                return new VsockDevice(machine.Link, machine.Memory, _listener, ConnectionTable.TryCreate()!, vsock, _metrics);
            },
            HostilePackets.Most, MemoryLength, VsockDevice.QueueSizes.ToArray());
        _packets = new HostilePackets(Machine.Driver);
    }

    /// <inheritdoc/>
    internal override TestMachine Machine { get; }

    /// <inheritdoc/>
    internal override int Queue => _queue;

    /// <inheritdoc/>
    internal override long Served => _metrics.Added.Value;

    /// <inheritdoc/>
    internal override long Malformed => _metrics.TransmitFailures.Value + _metrics.ReceiveFailures.Value + _metrics.EventFailures.Value;

    private TestDriver Driver => Machine.Driver;

    /// <inheritdoc/>
    internal override void OfferRequest(ByteSource decisions)
    {
        switch (decisions.Choice(8))
        {
            case < 4:
                _packets.Offer(decisions);
                break;
            case 4:
                _packets.OfferRoom(decisions, VsockDevice.ReceiveQueue);
                break;
            case 5 when decisions.Choice(4) == 0:
                _packets.OfferRoom(decisions, VsockDevice.EventQueue);
                _isSaved = decisions.Choice(2) == 0;
                break;
            default:
                _programs.Act(decisions);
                break;
        }
        if (_queue != VsockDevice.TransmitQueue)
        {
            _packets.OfferRoom(decisions, _queue);
        }
    }

    /// <inheritdoc/>
    internal override void Recover()
    {
        _programs.Clear();
        _isSaved = false;
        // Programs that are gone may still wait to be accepted.
        Driver.Start();
        RingAll();
        Driver.Start();
        Driver.Queues[VsockDevice.ReceiveQueue].Offer(TestBuffer.ToWrite(FirstRoom, RoomLength));
        Driver.Queues[VsockDevice.ReceiveQueue].Offer(TestBuffer.ToWrite(SecondRoom, RoomLength));
        Say(new SocketPacket(HostPrograms.Port, 5, SocketPacket.Request));
        HostEnd? end = _programs.Accept(HostPrograms.Port);
        Say(new SocketPacket(HostPrograms.Port, 5, SocketPacket.Rw) { Payload = [1, 2, 3] });
        bool isServed = end is not null && end.Receive() is [1, 2, 3] && end.Send([4]) == 1;
        RingAll();
        isServed &= Hear(FirstRoom) is { Operation: SocketPacket.Response }
            && Hear(SecondRoom) is { Operation: SocketPacket.Rw, Payload: [4] };
        end?.Dispose();
        if (!isServed)
        {
            throw new InvalidOperationException("the device does not work any more after a reset");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Machine.Dispose();
        _listener.Dispose();
        _programs.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <inheritdoc/>
    private protected override void Serve()
    {
        int returned = Driver.Queues[_queue].Returned;
        RingAll();
        if (_isSaved)
        {
            _isSaved = false;
            ((VsockDevice)Machine.Device).EndConnections();
            RingAll();
        }
        if (_isFaulty && Driver.Queues[_queue].Returned > returned)
        {
            SpoilOne(FaultyLength);
        }
    }

    private void RingAll()
    {
        for (int number = 0; number < VsockDevice.QueueSizes.Length; number++)
        {
            Driver.Bus.Ring(number);
        }
        Machine.Settle();
    }

    private void Say(in SocketPacket packet)
    {
        packet.Write(Driver.Bytes(HostilePackets.Place, SocketPacket.HeaderLength + packet.Payload.Length));
        Driver.Queues[VsockDevice.TransmitQueue].Offer(TestBuffer.ToRead(HostilePackets.Place, (uint)(SocketPacket.HeaderLength + packet.Payload.Length)));
        RingAll();
    }

    private SocketPacket? Hear(ulong place)
    {
        TestQueue queue = Driver.Queues[VsockDevice.ReceiveQueue];
        return queue.Returned == 0 ? null : SocketPacket.Read(Driver.Bytes(place, (int)queue.Take().Written));
    }
}
