using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>What a driver sees of an interface before it uses it.</summary>
public sealed class NetDeviceTests : QuietTests
{
    private const ulong Contract = 0b1101_1101_1000_0011;

    [Fact]
    public void AnInterfaceOffersTheContractsFeatures()
    {
        using TestNetwork network = new();
        byte[] configuration = new byte[16];
        network.Driver.Bus.ReadConfiguration(0, configuration);

        Assert.Equal(
            (VirtioFeatures)Contract | VirtioFeatures.Version1 | VirtioFeatures.EventIndex | VirtioFeatures.IndirectDescriptors,
            network.Driver.Bus.ReadFeatures());
        Assert.Equal((256u, 256u, 0u), (network.Driver.Bus.SizeOf(0), network.Driver.Bus.SizeOf(1), network.Driver.Bus.SizeOf(2)));
        Assert.Equal(DeviceType.VIRTIO_ID_NET, network.Machine.Device.Type);
        Assert.Equal(new byte[16], configuration);
    }

    [Fact]
    public void AddressAndMtuAreOfferedWhenTheyAreConfigured()
    {
        using TestNetwork network = new(new NetworkInterfaceConfiguration("a", "t") { Address = new MacAddress(0x0600_AC10_0002), Mtu = 1420 });
        byte[] configuration = new byte[12];
        network.Driver.Bus.ReadConfiguration(0, configuration);

        Assert.Equal((VirtioFeatures)0b10_1000, network.Machine.Device.Features & (VirtioFeatures)0b10_1000);
        Assert.Equal("0600ac100002000000008c05", Convert.ToHexStringLower(configuration));
    }

    [Fact]
    public void TheConfigurationIsNotTheGuests()
    {
        using TestNetwork network = new();
        network.Driver.Start();

        network.Driver.Bus.WriteConfiguration(0, [1, 2, 3, 4]);

        byte[] configuration = new byte[12];
        network.Driver.Bus.ReadConfiguration(0, configuration);
        Assert.Equal(new byte[12], configuration);
        Assert.Equal(1, network.Metrics.ConfigurationFailures.Value);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1 << 1, 1)]
    [InlineData((1 << 1) | (1 << 7) | (1 << 8) | (1 << 10), 0x17)]
    [InlineData((1 << 7) | (1 << 8) | (1 << 10), 0)]
    public void SegmentationNeedsChecksums(long accepted, int offloads) =>
        Assert.Equal((uint)offloads, (uint)NetFeatures.OffloadsOf((VirtioFeatures)accepted));

    [Fact]
    public void TheNextDriverStartsAnew()
    {
        using TestNetwork network = new();
        network.Driver.Start(NetFeatures.Merging);
        network.Receiving.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 4000));
        network.Ring(0);

        for (int round = 0; round < 3; round++)
        {
            network.Driver.Reset();
            network.Driver.Start(round == 1 ? VirtioFeatures.None : NetFeatures.Merging);
            network.Receiving.Offer(TestBuffer.ToWrite(TestDriver.Buffers + 0x4000, 4000));
            network.Ring(0);
            network.Deliver(TestNetwork.Frame(40));

            Assert.Equal(40u, network.Receiving.Take().Written);
        }
        Assert.True(network.Driver.Bytes(TestDriver.Buffers, 4000).IndexOfAnyExcept((byte)0) < 0);
    }
}
