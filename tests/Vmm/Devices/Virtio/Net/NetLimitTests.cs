using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>A limit delays frames; it neither loses nor reorders them.</summary>
public sealed class NetLimitTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;

    // Refilled in 500 ms: longer than anything that a test does at once takes, even when it is compiled first.
    private static readonly RateLimiterConfiguration _two = new(null, new TokenBucketSize(2, 0, 500));
    private static readonly RateLimiterConfiguration _none = new(null, new TokenBucketSize(0, 0, 0));

    // Longer than any test: what waits for its timer waits for the end.
    private static readonly RateLimiterConfiguration _one = new(null, new TokenBucketSize(1, 0, 600_000));

    [Fact]
    public void FramesOfTheHostWaitForTheTimerInTheirOrder()
    {
        using TestNetwork network = Started(new NetworkInterfaceConfiguration("a", "t") { ReceiveLimit = _two });
        for (int index = 0; index < 6; index++)
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)index * 0x1000), 2000));
            Assert.True(network.Host.Send(TestNetwork.Frame(40 + index)));
        }
        network.Ring(0);
        Assert.Equal(2, network.Receiving.Returned);

        Assert.True(SpinWait.SpinUntil(() => Turned(network) && network.Receiving.Returned == 6, TimeSpan.FromSeconds(20)));

        for (uint index = 0; index < 6; index++)
        {
            Assert.Equal(40 + index, network.Receiving.Take().Written);
        }
        Assert.True(network.Metrics.Receive.Throttled.Value > 0);
        Assert.True(network.Metrics.Receive.LimiterEvents.Value > 0);
    }

    [Fact]
    public void AFrameThatWaitsIsGivenToTheDriverBeforeAPause()
    {
        using TestNetwork network = Started(new NetworkInterfaceConfiguration("a", "t") { ReceiveLimit = _one });
        for (int index = 0; index < 4; index++)
        {
            network.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)index * 0x1000), 2000));
            Assert.True(network.Host.Send(TestNetwork.Frame(40 + index)));
        }
        network.Ring(0);
        Assert.Equal(1, network.Receiving.Returned);

        network.Machine.Slot.Pause();

        // The second one had been read already; the others wait in the tap, and their chains in the queue.
        Assert.Equal(2, network.Receiving.Returned);
        Assert.Equal(2, network.Machine.Link.Queues[0].Waiting);
    }

    [Fact]
    public void FramesOfTheGuestWaitForTheTimer()
    {
        using TestNetwork network = Started(new NetworkInterfaceConfiguration("a", "t") { SendLimit = _two });
        for (int index = 0; index < 6; index++)
        {
            network.Sending.Offer(TestBuffer.ToRead(Place, 40 + (uint)index));
        }
        network.Ring(1);
        Assert.Equal(2, network.Sending.Returned);
        network.Ring(1);
        Assert.Equal(2, network.Metrics.Transmit.Throttled.Value);

        Assert.True(SpinWait.SpinUntil(() => Turned(network) && network.Sending.Returned == 6, TimeSpan.FromSeconds(20)));

        for (int index = 0; index < 6; index++)
        {
            Assert.Equal(40 + index, network.Sent().Length);
        }
    }

    [Fact]
    public void AFrameIsChargedWithItsHeader()
    {
        using TestNetwork network = Started(
            new NetworkInterfaceConfiguration("a", "t") { SendLimit = new RateLimiterConfiguration(new TokenBucketSize(1526 + 1525, 0, 600_000), null) });
        network.Sending.Offer(TestBuffer.ToRead(Place, 1526));
        network.Sending.Offer(TestBuffer.ToRead(Place, 1526));

        network.Ring(1);

        Assert.Equal(1, network.Sending.Returned);
    }

    [Fact]
    public void AClientChangesTheLimits()
    {
        using TestNetwork network = Started(new NetworkInterfaceConfiguration("a", "t") { SendLimit = _one, ReceiveLimit = _one });
        ((INetworkControl)network.Machine.Device).Limit(new NetworkInterfaceUpdate("a", _none, _none));
        for (int index = 0; index < 4; index++)
        {
            network.Sending.Offer(TestBuffer.ToRead(Place, 40));
            network.Receiving.Offer(TestBuffer.ToWrite(Place + 0x1000, 2000));
            Assert.True(network.Host.Send(TestNetwork.Frame(40)));
        }

        network.Ring(0);
        network.Ring(1);

        Assert.Equal((4, 4), (network.Receiving.Returned, network.Sending.Returned));
    }

    private static bool Turned(TestNetwork network)
    {
        _ = network.Machine.Loop.Turn(5);
        return true;
    }

    private static TestNetwork Started(NetworkInterfaceConfiguration configuration)
    {
        TestNetwork network = new(configuration);
        network.Driver.Start(NetFeatures.Merging);
        network.Machine.Settle();
        return network;
    }
}
