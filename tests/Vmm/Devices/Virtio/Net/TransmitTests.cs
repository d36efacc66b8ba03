using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Frames of the guest come to the host as they are, or are lost and counted; the driver gets every chain back.</summary>
public sealed class TransmitTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;

    private static readonly NetworkInterfaceConfiguration _addressed =
        new("eth0", "fake0") { Address = new MacAddress(0x0600_AC10_0002) };

    [Theory]
    [InlineData(26)]
    [InlineData(1526)]
    [InlineData(TestNetwork.MostFrame)]
    public void AFrameIsWhatTheGuestWrote(int length)
    {
        using TestNetwork network = Started();
        byte[] frame = TestNetwork.Frame(length);
        frame.CopyTo(network.Driver.Bytes(Place, length));
        uint half = (uint)length / 2;

        ushort head = network.Sending.Offer(
            TestBuffer.ToRead(Place, 12), TestBuffer.ToRead(Place + 12, half - 12), TestBuffer.ToRead(Place + half, (uint)length - half));
        network.Ring(1);

        Assert.True(network.Sent().SequenceEqual(frame));
        Assert.Equal(((uint)head, 0u), network.Sending.Take());
        Assert.True(network.Driver.Bus.TakeInterrupt(1));
        TransmitMetrics metrics = network.Metrics.Transmit;
        Assert.Equal((1L, 1L, length), (metrics.Frames.Value, metrics.Packets.Value, metrics.Bytes.Value));
        Assert.Equal(1, network.Metrics.WriteTime.Count);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(TestNetwork.MostFrame + 1)]
    public void AFrameOfAnImpossibleLengthIsCountedAndReturned(int length)
    {
        using TestNetwork network = Started();

        network.Sending.Offer(TestBuffer.ToRead(Place, (uint)length));
        network.Ring(1);

        Assert.True(network.Sent().IsEmpty);
        Assert.Equal((0u, 1L), (network.Sending.Take().Written, network.Metrics.Transmit.Malformed.Value));
    }

    [Fact]
    public void AChainThatIsNoFrameIsCountedAndReturned()
    {
        using TestNetwork network = Started();

        network.Sending.Offer(TestBuffer.ToWrite(Place, 100));
        network.Sending.Offer(TestBuffer.ToRead(Place, 100), TestBuffer.ToWrite(Place, 100));
        network.Sending.Offer(TestBuffer.ToRead(64 << 20, 100));
        network.Sending.Offer(TestBuffer.ToRead(Place, 100));
        network.Ring(1);

        Assert.Equal((4, 3L, 1L), (network.Sending.Returned, network.Metrics.Transmit.Failures.Value, network.Metrics.Transmit.Frames.Value));
        Assert.Equal(100, network.Sent().Length);
    }

    [Fact]
    public void AFrameFromAnotherAddressIsSentAndCounted()
    {
        using TestNetwork network = Started(_addressed);
        network.Driver.Bytes(Place, 100).Clear();
        _addressed.Address!.Value.Write(network.Driver.Bytes(Place + 18, 6));
        _addressed.Address!.Value.Write(network.Driver.Bytes(Place + 0x118, 6));
        network.Driver.Store(Place + 0x11D, (byte)3);

        network.Sending.Offer(TestBuffer.ToRead(Place, 21), TestBuffer.ToRead(Place + 21, 40));
        network.Ring(1);
        Assert.Equal((61, 0L), (network.Sent().Length, network.Metrics.Transmit.Spoofed.Value));
        network.Sending.Offer(TestBuffer.ToRead(Place + 0x100, 60));
        network.Ring(1);
        Assert.Equal((60, 1L), (network.Sent().Length, network.Metrics.Transmit.Spoofed.Value));
        // No whole Ethernet header.
        network.Sending.Offer(TestBuffer.ToRead(Place + 0x100, 25));
        network.Ring(1);

        Assert.Equal(1, network.Metrics.Transmit.Spoofed.Value);
    }

    [Fact]
    public void AFullTapLosesAFrameAndNotTheQueue()
    {
        using TestNetwork network = Started();
        for (int index = 0; index < 8; index++)
        {
            network.Sending.Offer(TestBuffer.ToRead(Place, TestNetwork.MostFrame));
        }
        network.Ring(1);

        Assert.Equal(8, network.Sending.Returned);
        Assert.True(network.Metrics.Transmit.WriteFailures.Value > 0);
        Assert.Equal(8, network.Metrics.Transmit.WriteFailures.Value + network.Metrics.Transmit.Frames.Value);
    }

    [Fact]
    public void ADoorbellWithoutFramesIsCounted()
    {
        using TestNetwork network = Started();
        long before = network.Metrics.Transmit.IdleDoorbells.Value;

        network.Ring(1);

        Assert.Equal(before + 1, network.Metrics.Transmit.IdleDoorbells.Value);
    }

    [Fact]
    public void AFrameAllocatesNothing()
    {
        using TestNetwork network = Started(_addressed);

        Assert.Equal(0, Allocation.Of(() =>
        {
            network.Sending.Offer(TestBuffer.ToRead(Place, 20), TestBuffer.ToRead(Place + 20, 1000));
            network.Ring(1);
            _ = network.Sending.Take();
            _ = network.Sent();
        }));
    }

    private static TestNetwork Started(NetworkInterfaceConfiguration? configuration = null)
    {
        TestNetwork network = new(configuration);
        network.Driver.Start(NetFeatures.Merging);
        network.Machine.Settle();
        return network;
    }
}
