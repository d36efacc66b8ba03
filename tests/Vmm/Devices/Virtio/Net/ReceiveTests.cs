using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Frames of the host fill the driver's buffers, and are never cut.</summary>
public sealed class ReceiveTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;
    private const VirtioFeatures Long = NetFeatures.Merging | NetFeatures.Checksums | NetFeatures.Segments4;

    [Fact]
    public void AMergedFrameIsPublishedAtOnce()
    {
        using TestNetwork network = new();
        network.Driver.Start(Long);
        ushort first = network.Receiving.Offer(TestBuffer.ToWrite(Place, 33000));
        ushort second = network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x1_0000, 33000));
        network.Ring(0);
        byte[] frame = TestNetwork.Frame(40000);

        network.Deliver(frame);

        Assert.Equal(2, network.Receiving.Returned);
        Assert.Equal(((uint)first, 33000u), network.Receiving.Take());
        Assert.Equal(((uint)second, 7000u), network.Receiving.Take());
        Assert.Equal("000000000000000000000200", Convert.ToHexStringLower(network.Driver.Bytes(Place, TestNetwork.Header)));
        Assert.True(network.Driver.Bytes(Place + 12, 33000 - 12).SequenceEqual(frame.AsSpan(12, 33000 - 12)));
        Assert.True(network.Driver.Bytes(Place + 0x1_0000, 7000).SequenceEqual(frame.AsSpan(33000)));
        Assert.True(network.Driver.Bus.TakeInterrupt(0));
        Assert.False(network.Driver.Bus.TakeInterrupt(1));
    }

    [Fact]
    public void TheCountMayLieAcrossABorder()
    {
        using TestNetwork network = new(mtu: 1500);
        network.Driver.Start(NetFeatures.Merging);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 11), TestBuffer.ToWrite(Place + 0x100, 1), TestBuffer.ToWrite(Place + 0x1000, 2000));
        network.Ring(0);

        network.Deliver(TestNetwork.Frame(1526));

        Assert.Equal(1526u, network.Receiving.Take().Written);
        Assert.Equal((1, 0), (network.Driver.Load<byte>(Place + 10), network.Driver.Load<byte>(Place + 0x100)));
        Assert.Equal((byte)12, network.Driver.Load<byte>(Place + 0x1000));
    }

    [Fact]
    public void FramesWaitUntilTheLongestFits()
    {
        using TestNetwork network = new();
        network.Driver.Start(Long);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 0x8000));
        network.Ring(0);
        network.Deliver(TestNetwork.Frame(100));
        Assert.Equal(0, network.Receiving.Returned);

        network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x1_0000, 0x9000));
        network.Ring(0);

        Assert.Equal(100u, network.Receiving.Take().Written);
        Assert.True(network.Metrics.Receive.NoBuffers.Value > 0);
    }

    // Nothing longer than the MTU comes from a tap that may not leave segmentation to the driver.
    [Fact]
    public void WithoutLongFramesTheTapsMtuDecides()
    {
        using TestNetwork network = new(mtu: 1500);
        network.Driver.Start(NetFeatures.Merging);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 1530));
        network.Ring(0);

        network.Deliver(TestNetwork.Frame(1526));

        Assert.Equal(1526u, network.Receiving.Take().Written);
    }

    [Fact]
    public void AFrameLongerThanTheMtuHasAllBuffersThatThereAre()
    {
        using TestNetwork network = new(mtu: 1500);
        network.Driver.Start(NetFeatures.Merging);
        for (int index = 0; index < 4; index++)
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)index * 0x1000), 2000));
        }
        network.Ring(0);

        network.Deliver(TestNetwork.Frame(7000));

        Assert.Equal((4, 4), (network.Receiving.Returned, network.Driver.Load<ushort>(Place + 10)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void AQueueTooShortForTheLongestFrameGetsThoseThatFit(int size)
    {
        using TestNetwork network = new(size: size);
        network.Driver.Start(Long);
        for (int index = 0; index < size; index++)
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)index * 1024), 200));
        }
        network.Ring(0);
        byte[] longest = TestNetwork.Frame(200 * size);

        network.Deliver(TestNetwork.Frame((200 * size) + 1));
        network.Deliver(longest);

        Assert.Equal((size, 1L), (network.Receiving.Returned, network.Metrics.Receive.Failures.Value));
        Assert.Equal(size, network.Driver.Load<ushort>(Place + 10));
        Assert.Equal(longest.Length, Enumerable.Range(0, size).Sum(_ => (int)network.Receiving.Take().Written));
    }

    [Fact]
    public void WithoutMergingAFrameHasOneChain()
    {
        using TestNetwork network = new();
        network.Driver.Start();
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 12), TestBuffer.ToWrite(Place + 0x1000, 1514));
        network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x2000, 1526));
        network.Ring(0);

        network.Deliver(TestNetwork.Frame(1526));
        network.Deliver(TestNetwork.Frame(26));
        // Longer than the driver can take: the tap's MTU was raised.
        network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x3000, 1526));
        network.Ring(0);
        network.Deliver(TestNetwork.Frame(1527));

        Assert.Equal((1526u, 26u), (network.Receiving.Take().Written, network.Receiving.Take().Written));
        Assert.Equal((0, 1L), (network.Receiving.Returned, network.Metrics.Receive.Failures.Value));
        Assert.Equal((1, 1), (network.Driver.Load<ushort>(Place + 10), network.Driver.Load<ushort>(Place + 0x2000 + 10)));
    }

    [Fact]
    public void ChainsThatHoldNoFrameAreReturnedAtOnce()
    {
        using TestNetwork network = new(size: 64);
        network.Driver.Start();
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 1525));
        network.Receiving.Offer(TestBuffer.ToRead(Place, 1526));
        network.Receiving.Offer(TestBuffer.ToRead(Place, 12), TestBuffer.ToWrite(Place, 1526));
        network.Receiving.Offer(TestBuffer.ToWrite(64 << 20, 1526));
        network.Ring(0);

        Assert.Equal((4, 4L), (network.Receiving.Returned, network.Metrics.Receive.Failures.Value));
        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(0u, network.Receiving.Take().Written));
        Assert.True(network.Driver.Bus.TakeInterrupt(0));
    }

    // Each chain comes back once, although those before and after the invalid one are put back by the pause.
    [Fact]
    public void AnInvalidChainWaitsForThoseBeforeIt()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging);
        ushort first = network.Receiving.Offer(TestBuffer.ToWrite(Place, 100));
        ushort invalid = network.Receiving.Offer(TestBuffer.ToRead(Place, 100));
        ushort last = network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x1000, 4000));
        network.Ring(0);
        Assert.Equal(0, network.Receiving.Returned);

        network.Machine.Slot.Pause();
        Assert.Equal(3, network.Machine.Link.Queues[0].Waiting);
        network.Machine.Slot.Resume();
        network.Deliver(TestNetwork.Frame(60));
        network.Deliver(TestNetwork.Frame(1500));

        Assert.Equal(((uint)first, 60u), network.Receiving.Take());
        Assert.Equal(((uint)invalid, 0u), network.Receiving.Take());
        Assert.Equal(((uint)last, 1500u), network.Receiving.Take());
    }

    [Fact]
    public void ADriverThatTakesLongFramesButCannotMergeNeedsLongBuffers()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Checksums | NetFeatures.Segments6);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 65561));
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 65562));
        network.Ring(0);
        Assert.Equal(0u, network.Receiving.Take().Written);

        network.Deliver(TestNetwork.Frame(TestNetwork.MostFrame));

        Assert.Equal((uint)TestNetwork.MostFrame, network.Receiving.Take().Written);
    }

    [Fact]
    public void ABrokenRingNeedsAResetAndTheNextDriverGetsWhatWaited()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging);
        network.Driver.Store(network.Receiving.Available + 2, (ushort)17);
        network.Ring(0);
        Assert.Equal(TestDriver.Working | 0x40, network.Driver.Status);
        network.Deliver(TestNetwork.Frame(60));

        network.Driver.Start(NetFeatures.Merging);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 2000));
        network.Ring(0);

        Assert.Equal(60u, network.Receiving.Take().Written);
    }

    // Level-triggered: without an end of interest the loop would spin on a frame that cannot be delivered.
    [Fact]
    public void TheLoopRestsWhileTheDriverHasNoBuffers()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging);
        network.Machine.Settle();
        network.Deliver(TestNetwork.Frame(60));

        Assert.False(network.Machine.Loop.Turn(0));
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 2000));
        network.Ring(0);
        network.Deliver(TestNetwork.Frame(61));

        // Of the one buffer there is none left again.
        Assert.Equal((60u, 0), (network.Receiving.Take().Written, network.Receiving.Returned));
        Assert.False(network.Machine.Loop.Turn(0));
    }

    [Fact]
    public void EveryFrameIsCountedWithItsHeader()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging);
        network.Receiving.Offer(TestBuffer.ToWrite(Place, 4000));
        network.Receiving.Offer(TestBuffer.ToWrite(Place + 4000, 4000));
        network.Ring(0);

        network.Deliver(TestNetwork.Frame(1526));
        network.Deliver(TestNetwork.Frame(26));

        ReceiveMetrics metrics = network.Metrics.Receive;
        Assert.Equal((2L, 2L, 1552L, 1L), (metrics.Frames.Value, metrics.Packets.Value, metrics.Bytes.Value, metrics.Doorbells.Value));
    }

    [Fact]
    public void AFrameAllocatesNothing()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging | VirtioFeatures.EventIndex);
        byte[] frame = TestNetwork.Frame(1000);

        Assert.Equal(0, Allocation.Of(() =>
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Place, 600));
            network.Receiving.Offer(TestBuffer.ToWrite(Place + 1000, 1000));
            network.Ring(0);
            network.Deliver(frame);
            _ = network.Receiving.Take();
            _ = network.Receiving.Take();
        }));
        Assert.Equal(2000, network.Metrics.Receive.Frames.Value);
    }
}
