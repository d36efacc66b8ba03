using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>An interface goes on in another machine with the same chains, and only in one of the same configuration.</summary>
public sealed class NetStateTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;
    private const int Length = 4 << 20;

    private static readonly NetworkInterfaceConfiguration _network = new("a", "t") { Address = new MacAddress(7), Mtu = 1400 };

    [Fact]
    public void ChainsThatNoFrameHasFilledAreFilledByTheNextMachine()
    {
        using TestNetwork one = new(_network, memoryLength: Length);
        one.Driver.Start(NetFeatures.Merging);
        for (int index = 0; index < 6; index++)
        {
            one.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)index * 0x1000), 0x1000));
        }
        one.Ring(0);
        one.Deliver(TestNetwork.Frame(40));
        one.Deliver(TestNetwork.Frame(41));

        using TestNetwork other = Moved(one, new TestNetwork(_network, memoryLength: Length));
        for (int index = 2; index < 6; index++)
        {
            other.Deliver(TestNetwork.Frame(40 + index));
        }
        other.Sending.Offer(TestBuffer.ToRead(Place, 60));
        other.Ring(1);

        for (uint index = 0; index < 6; index++)
        {
            Assert.Equal(40 + index, other.Receiving.Take().Written);
        }
        Assert.Equal(60, other.Sent().Length);
    }

    [Fact]
    public void ALimitGoesOn()
    {
        NetworkInterfaceConfiguration limited = _network with { SendLimit = new RateLimiterConfiguration(null, new TokenBucketSize(3, 0, 600_000)) };
        using TestNetwork one = new(limited, memoryLength: Length);
        one.Driver.Start();
        one.Sending.Offer(TestBuffer.ToRead(Place, 60));
        one.Sending.Offer(TestBuffer.ToRead(Place, 60));
        one.Ring(1);

        using TestNetwork other = Moved(one, new TestNetwork(limited, memoryLength: Length));
        other.Sending.Offer(TestBuffer.ToRead(Place, 60));
        other.Sending.Offer(TestBuffer.ToRead(Place, 60));
        other.Ring(1);

        Assert.Equal(3, other.Sending.Returned);
    }

    [Fact]
    public void AnotherAddressOrMtuIsRefused()
    {
        using TestNetwork one = new(_network, memoryLength: Length);
        foreach (NetworkInterfaceConfiguration changed in (NetworkInterfaceConfiguration[])
            [_network with { Address = new MacAddress(8) }, _network with { Mtu = 1401 }, _network with { Mtu = null }, _network with { Address = null }])
        {
            using TestNetwork other = new(changed, memoryLength: Length);
            Assert.Throws<StateFailure>(() => Moved(one, other));
        }
    }

    private static TestNetwork Moved(TestNetwork from, TestNetwork to)
    {
        from.Machine.Slot.Pause();
        byte[] room = new byte[1 << 16];
        StateWriter writer = new(room);
        from.Machine.Slot.Save(ref writer);
        from.Driver.Bytes(0, Length).CopyTo(to.Driver.Bytes(0, Length));
        for (int queue = 0; queue < 2; queue++)
        {
            to.Driver.Queues[queue].GoOnAs(from.Driver.Queues[queue]);
        }
        StateReader reader = new(writer.Finish());
        to.Machine.Slot.Load(ref reader);
        reader.Finish();
        to.Machine.Slot.Resume();
        to.Machine.Settle();
        return to;
    }
}
