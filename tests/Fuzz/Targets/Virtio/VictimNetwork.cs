using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// A network interface that receives a few frames with each ring. It is paused afterwards, so that it keeps no chain whose descriptors the driver then
/// changes: what it may write is again what the rings say.
/// </summary>
/// <param name="queue">The queue that the driver attacks; the other one is correct and empty.</param>
/// <param name="isFaulty">Whether it writes one byte behind a buffer of one length, when it returns it first: the positive control.</param>
internal sealed class VictimNetwork(int queue, bool isFaulty) : Victim
{
    private const int Frames = 3;
    private const int ShortFrame = 60;

    // Of a buffer behind which a faulty one writes: no seed has it.
    private const uint FaultyLength = 2048;

    // Frames that wait besides: more than the shortest ring takes, and few enough to be quick.
    private const int MostWaiting = 8;

    // Around the header, the shortest frame, those of the usual MTU, and the longest.
    private static readonly uint[] _lengths = [0, 1, 10, 11, 12, 13, 25, 26, 60, 1525, 1526, 1527, 2048, 4096, 65535, 65561, 65562, 65563];

    private readonly List<int> _waiting = [];

    private readonly TestNetwork _network = new(
        new NetworkInterfaceConfiguration("eth0", "fake0") { Address = new MacAddress(0x0600_AC10_0002) }, memoryLength: MemoryLength,
        kind: TransportKind.Mmio);

    /// <inheritdoc/>
    internal override TestMachine Machine => _network.Machine;

    /// <inheritdoc/>
    internal override int Queue => queue;

    /// <inheritdoc/>
    internal override long Served => _network.Metrics.Receive.Frames.Value + _network.Metrics.Transmit.Frames.Value;

    /// <inheritdoc/>
    internal override long Malformed =>
        _network.Metrics.Receive.Failures.Value + _network.Metrics.Transmit.Failures.Value + _network.Metrics.Transmit.Malformed.Value;

    /// <inheritdoc/>
    internal override void OfferRequest(ByteSource decisions)
    {
        TestDriver driver = Machine.Driver;
        driver.Store(TestDriver.Buffers, new virtio_net_hdr_v1
        {
            flags = decisions.Byte(),
            gso_type = decisions.Byte(),
            hdr_len = decisions.Short(),
            gso_size = decisions.Short(),
            csum_start = decisions.Short(),
            csum_offset = decisions.Short(),
            num_buffers = decisions.Byte(),
        });
        if (decisions.Choice(2) == 0 && _waiting.Count < MostWaiting)
        {
            _waiting.Add((int)Math.Clamp(LengthOf(decisions), ShortFrame, TestNetwork.MostFrame));
        }
        bool isWritable = (queue == NetDevice.ReceiveQueue) != (decisions.Choice(8) == 0);
        ulong address = TestDriver.Buffers;
        Span<TestBuffer> buffers = stackalloc TestBuffer[decisions.Choice(4) + 1];
        foreach (ref TestBuffer buffer in buffers)
        {
            buffer = new TestBuffer(address, LengthOf(decisions), isWritable);
            address += decisions.Choice(4) == 0 ? (ulong)decisions.Byte() : buffer.Length;
        }
        driver.Queues[queue].Offer(buffers);
    }

    /// <inheritdoc/>
    internal override void Recover()
    {
        TestDriver driver = Machine.Driver;
        driver.Start(NetFeatures.Merging);
        Empty();
        driver.Queues[NetDevice.ReceiveQueue].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 2048));
        driver.Queues[NetDevice.TransmitQueue].Offer(TestBuffer.ToRead(TestDriver.Buffers + 0x1000, ShortFrame));
        _network.Ring(NetDevice.ReceiveQueue);
        _network.Ring(NetDevice.TransmitQueue);
        _network.Deliver(TestNetwork.Frame(ShortFrame));
        if (driver.Queues[NetDevice.ReceiveQueue].Returned != 1 || driver.Queues[NetDevice.ReceiveQueue].Take().Written != ShortFrame
            || driver.Queues[NetDevice.TransmitQueue].Returned != 1 || _network.Sent().Length != ShortFrame)
        {
            throw new InvalidOperationException("the interface does not work any more after a reset");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _network.Dispose();

    /// <inheritdoc/>
    private protected override void Serve()
    {
        for (int index = 0; index < Frames; index++)
        {
            _ = _network.Host.Send(TestNetwork.Frame(index == 0 ? ShortFrame : 26 + (index * 1400)));
        }
        foreach (int length in _waiting)
        {
            _ = _network.Host.Send(TestNetwork.Frame(length));
        }
        _waiting.Clear();
        int returned = Machine.Driver.Queues[queue].Returned;
        _network.Ring(queue);
        if (isFaulty && Machine.Driver.Queues[queue].Returned > returned)
        {
            SpoilOne(FaultyLength);
        }
        Machine.Slot.Pause();
        Machine.Slot.Resume();
        Empty();
    }

    private void Empty()
    {
        _network.Discard();
        while (!_network.Sent().IsEmpty)
        {
        }
    }

    private static uint LengthOf(ByteSource decisions) =>
        decisions.Choice(8) == 0 ? (uint)decisions.Number() : _lengths[decisions.Choice(_lengths.Length)];
}
