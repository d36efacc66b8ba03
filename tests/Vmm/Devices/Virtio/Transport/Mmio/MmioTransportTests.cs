using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Transport.Mmio;

/// <summary>Registers answer accesses of four bytes at their offsets, the configuration those of any width; everything else reads as zero.</summary>
public sealed class MmioTransportTests : IDisposable
{
    private readonly TestMachine _machine = new(machine => new StubDevice());

    private TestDriver Driver => _machine.Driver;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void ADeviceSaysWhatItIs() => Assert.Equal(
        (0x7472_6976u, 2u, 4u, 0u, 256u),
        (_machine.Registers.Read(MmioRegister.VIRTIO_MMIO_MAGIC_VALUE), _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_VERSION), _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_DEVICE_ID),
         _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_VENDOR_ID), _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_QUEUE_NUM_MAX)));

    [Fact]
    public void FeaturesComeInPages()
    {
        Assert.Equal(StubDevice.Offered | VirtioFeatures.Version1, Driver.Bus.ReadFeatures());
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES_SEL, 2);
        Assert.Equal(0u, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_DEVICE_FEATURES));
    }

    [Theory]
    [InlineData(0x00, 1)]
    [InlineData(0x00, 2)]
    [InlineData(0x00, 8)]
    [InlineData(0x02, 4)]
    [InlineData(0x50, 4)]
    [InlineData(0xF8, 4)]
    public void AnAccessOfAnotherWidthOrPlaceReadsZero(ulong offset, int width)
    {
        byte[] data = new byte[width];

        _machine.Transport.Read(offset, data);

        Assert.All(data, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void AWriteOfAnotherWidthIsNotTaken(int width)
    {
        byte[] data = new byte[width];
        data[0] = 1;

        _machine.Transport.Write((ulong)MmioRegister.VIRTIO_MMIO_STATUS, data);

        Assert.Equal(0u, Driver.Status);
    }

    [Theory]
    [InlineData(0x100, 1, "01")]
    [InlineData(0x101, 2, "0203")]
    [InlineData(0x102, 4, "03040506")]
    [InlineData(0x104, 4, "05060000")]
    [InlineData(0x100, 8, "0102030405060000")]
    [InlineData(0x106, 4, "00000000")]
    [InlineData(0xFFC, 4, "00000000")]
    public void TheConfigurationIsReadAnyhowAndZerosFollowIt(ulong offset, int width, string expected)
    {
        byte[] data = new byte[width];

        _machine.Transport.Read(offset, data);

        Assert.Equal(expected, Convert.ToHexString(data));
    }

    [Fact]
    public void AddressesAreMadeOfTwoHalves()
    {
        Driver.Negotiate(VirtioFeatures.Version1);
        MmioRegister[] lows =
            [MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW, MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW, MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW];
        foreach ((MmioRegister low, uint index) in lows.Select((register, index) => (register, (uint)index)))
        {
            _machine.Registers.Write(low + 4, index + 1);
            _machine.Registers.Write(low, 0x8000_0000 + index);
        }

        Assert.Equal(
            (0x1_8000_0000UL, 0x2_8000_0001UL, 0x3_8000_0002UL),
            (_machine.Link.Queues[0].Registers.DescriptorTable, _machine.Link.Queues[0].Registers.DriverArea, _machine.Link.Queues[0].Registers.DeviceArea));
    }

    [Fact]
    public void AccessesAllocateNothing() => Assert.Equal(0, Allocation.Of(() =>
    {
        Driver.Negotiate(VirtioFeatures.Version1);
        _ = _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG);
    }));

    [Theory]
    [InlineData(MmioRegister.VIRTIO_MMIO_STATUS, 0u, true)]
    [InlineData(MmioRegister.VIRTIO_MMIO_STATUS, 1u, false)]
    [InlineData(MmioRegister.VIRTIO_MMIO_STATUS, 11u, false)]
    [InlineData(MmioRegister.VIRTIO_MMIO_STATUS, 15u, true)]
    [InlineData(MmioRegister.VIRTIO_MMIO_STATUS, 128u, true)]
    [InlineData(MmioRegister.VIRTIO_MMIO_CONFIG, 0u, true)]
    [InlineData(MmioRegister.VIRTIO_MMIO_QUEUE_READY, 0u, false)]
    [InlineData(MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK, 1u, false)]
    public void OnlyWhatBeginsEndsOrConfiguresTheDeviceBelongsToTheVmmThread(object register, uint value, bool isDeferred) =>
        Assert.Equal(isDeferred, _machine.Transport.Defers((ulong)(MmioRegister)register, BitConverter.GetBytes(value)));
}
