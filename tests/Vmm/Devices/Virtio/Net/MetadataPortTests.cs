using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>What the guest addresses to the metadata service never reaches the tap, and what the service answers comes before the tap's frames.</summary>
public sealed class MetadataPortTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;
    private const ulong Room = TestDriver.Buffers + 0x20000;
    private const int RoomLength = 2048;

    private static readonly byte[] _body = [.. Enumerable.Range(0, 3000).Select(index => (byte)index)];

    private readonly MmdsMetrics _metrics = new VmmMetrics().Mmds;

    [Fact]
    public void ARequestIsAnsweredAndNothingReachesTheTap()
    {
        using TestNetwork network = Started();
        OfferRoom(network, 8);
        uint first = Open(network);
        Send(network, StackGuest.Frame(StackGuest.Ack, 1001, first, "x\n"u8));

        byte[] answer = [];
        while (Received(network) is { Length: > 0 } frame)
        {
            Assert.All(frame[..10], value => Assert.Equal(0, value));
            Assert.Equal(1, frame[10]);
            answer = [.. answer, .. frame[66..]];
        }
        Assert.Equal([.. "x\n"u8, .. _body], answer);
        Assert.True(network.Sent().IsEmpty);
        Assert.True(network.Driver.Bus.TakeInterrupt(0));
        Assert.Equal((0, 0), (network.Metrics.Transmit.Frames.Value, network.Metrics.Transmit.Bytes.Value));
        Assert.Equal((4, 4, 3), (network.Metrics.Receive.Frames.Value, _metrics.SentFrames.Value, _metrics.Accepted.Value));
        Assert.Equal(network.Metrics.Receive.Bytes.Value, _metrics.SentBytes.Value + (4 * TestNetwork.Header));
    }

    [Fact]
    public void AFrameInAsManyBuffersAsItHasBytesIsTaken()
    {
        using TestNetwork network = Started(size: 64);
        OfferRoom(network, 1);
        byte[] frame = StackGuest.Frame(StackGuest.Syn, 1000);
        frame.CopyTo(network.Driver.Bytes(Place + TestNetwork.Header, frame.Length));
        network.Sending.Offer([TestBuffer.ToRead(Place, 13), .. Enumerable.Range(1, frame.Length - 1).Select(index => TestBuffer.ToRead(Place + 12 + (ulong)index, 1))]);
        network.Ring(1);

        Assert.Equal(StackGuest.Syn | StackGuest.Ack, Received(network)[59]);
    }

    [Fact]
    public void AnAnswerWaitsForBuffersAndComesBeforeTheTapsFrames()
    {
        using TestNetwork network = Started();
        Send(network, StackGuest.Frame(StackGuest.Syn, 1000));
        network.Deliver(TestNetwork.Frame(100));
        Assert.Equal(0, network.Receiving.Returned);
        OfferRoom(network, 2);
        network.Ring(0);

        Assert.Equal(70, Received(network).Length);
        Assert.Equal(100, Received(network).Length);
    }

    [Fact]
    public void AnAnswerFillsAsManyChainsAsItNeeds()
    {
        using TestNetwork network = Started(size: 128);
        OfferRoom(network, 128, 23);
        Send(network, StackGuest.Frame(StackGuest.Ack, 1, 1));

        byte[] frame = [.. Received(network), .. Received(network), .. Received(network)];
        Assert.Equal((66, 3), (frame.Length, frame[10]));
    }

    [Fact]
    public void AnAnswerThatDoesNotFitIsCountedAndSentAgain()
    {
        // A queue of one short buffer: as much as this driver ever has.
        using TestNetwork network = Started(size: 1);
        OfferRoom(network, 1, 69);
        Send(network, StackGuest.Frame(StackGuest.Syn, 1000));
        Assert.Equal((1, 0), (_metrics.SendFailures.Value, network.Receiving.Returned));
        Thread.Sleep(500);
        network.Machine.Settle();

        Assert.Equal(2, _metrics.SendFailures.Value);
    }

    [Fact]
    public void TheTimerSendsAgainAndIsQuietWithoutNeed()
    {
        using TestNetwork network = Started();
        OfferRoom(network, 8);
        Send(network, StackGuest.Frame(StackGuest.Syn, 1000));
        uint first = Sequence(Received(network));
        Thread.Sleep(500);
        network.Machine.Settle();
        Assert.Equal(first, Sequence(Received(network)));
        Send(network, StackGuest.Frame(StackGuest.Ack, 1001, first + 1));
        Thread.Sleep(1000);
        network.Machine.Settle();

        Assert.Empty(Received(network));
    }

    [Fact]
    public void ALongFrameToTheServiceIsSwallowed()
    {
        using TestNetwork network = Started();
        OfferRoom(network, 4);
        Send(network, StackGuest.Frame(StackGuest.Ack, 1, 1, new byte[10_000]));

        Assert.Equal((1, 1), (_metrics.Accepted.Value, _metrics.Malformed.Value));
        Assert.True(network.Sent().IsEmpty);
        Assert.Empty(Received(network));
    }

    [Fact]
    public void OnlyTheAnswersAreLimited()
    {
        RateLimiterConfiguration one = new(null, new TokenBucketSize(1, 0, 1_000_000));
        using TestNetwork network = Started(new NetworkInterfaceConfiguration("eth0", "fake0") { ReceiveLimit = one, SendLimit = one });
        OfferRoom(network, 8);
        for (int port = 1; port <= 3; port++)
        {
            Send(network, StackGuest.Frame(StackGuest.Syn, 1000, port: (ushort)port));
        }

        Assert.Equal(3, _metrics.Accepted.Value);
        Assert.Equal(70, Received(network).Length);
        Assert.Empty(Received(network));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using TestNetwork network = Started();
        byte[] frame = StackGuest.Frame(StackGuest.Ack, 1, 1);

        Assert.Equal(0, Allocation.Of(() =>
        {
            frame.CopyTo(network.Driver.Bytes(Place + TestNetwork.Header, frame.Length));
            network.Receiving.Offer(TestBuffer.ToWrite(Room, RoomLength));
            network.Sending.Offer(TestBuffer.ToRead(Place, 66));
            network.Ring(1);
            _ = network.Sending.Take();
            _ = network.Receiving.Take();
        }));
    }

    private TestNetwork Started(NetworkInterfaceConfiguration? configuration = null, int size = 16)
    {
        NetworkStack stack = new(new Ipv4Address(StackGuest.ServiceAddress), new LineHandler(_body), ConnectionTable.TryCreate()!, 1, _metrics);
        TestNetwork network = new(configuration, size, metadata: stack);
        network.Driver.Start(NetFeatures.Merging);
        network.Machine.Settle();
        return network;
    }

    private static void OfferRoom(TestNetwork network, int count, uint length = RoomLength)
    {
        for (int index = 0; index < count; index++)
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Room + ((ulong)index * RoomLength), length));
        }
    }

    private static void Send(TestNetwork network, byte[] frame)
    {
        network.Driver.Bytes(Place, TestNetwork.Header).Clear();
        frame.CopyTo(network.Driver.Bytes(Place + TestNetwork.Header, frame.Length));
        network.Sending.Offer(TestBuffer.ToRead(Place, (uint)(TestNetwork.Header + frame.Length)));
        network.Ring(1);
        Assert.Equal(0u, network.Sending.Take().Written);
    }

    private static uint Open(TestNetwork network)
    {
        Send(network, StackGuest.Frame(StackGuest.Syn, 1000, options: [2, 4, 5, 180]));
        uint first = Sequence(Received(network)) + 1;
        Send(network, StackGuest.Frame(StackGuest.Ack, 1001, first));
        return first;
    }

    private static uint Sequence(byte[] frame) => (uint)((frame[50] << 24) | (frame[51] << 16) | (frame[52] << 8) | frame[53]);

    // What the driver has got, buffer after buffer; empty when there is nothing.
    private static byte[] Received(TestNetwork network)
    {
        if (network.Receiving.Returned == 0)
        {
            return [];
        }
        (uint head, uint written) = network.Receiving.Take();
        ulong address = network.Driver.Load<ulong>(network.Receiving.Table + (head * 16));
        return network.Driver.Bytes(address, (int)written).ToArray();
    }
}
