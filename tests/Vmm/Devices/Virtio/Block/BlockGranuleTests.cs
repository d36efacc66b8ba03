using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Block;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A disk on a block device of 4,096-byte sectors, of which the kernel refuses to zero or to discard parts: the driver counts in 512 bytes.</summary>
public sealed class BlockGranuleTests
{
    private const byte Ok = (byte)BlockStatus.VIRTIO_BLK_S_OK;
    private const byte Unsupported = (byte)BlockStatus.VIRTIO_BLK_S_UNSUPP;

    // First sector and number of sectors that the driver names, and those that are zero afterwards.
    [Theory]
    [InlineData(8, 16, 8, 16)]
    [InlineData(9, 16, 16, 8)]
    [InlineData(3, 40, 8, 32)]
    [InlineData(9, 5, 0, 0)]
    [InlineData(7, 2, 0, 0)]
    [InlineData(255, 1, 0, 0)]
    [InlineData(0, 256, 0, 256)]
    public void ADiscardCoversWholeBlocksOnly(ulong sector, uint count, int first, int zeroed)
    {
        using TestDisk disk = Start(out LoopDevice device);
        using LoopDevice attached = device;
        byte[] before = disk.Content;

        Assert.Equal((Ok, 1u), disk.RequestRange(BlockRequestType.VIRTIO_BLK_T_DISCARD, sector, count, default));

        before.AsSpan(first * 512, zeroed * 512).Clear();
        Assert.Equal(before, disk.Content);
    }

    [Theory]
    [InlineData(8, 16, Ok)]
    [InlineData(9, 16, Unsupported)]
    [InlineData(8, 15, Unsupported)]
    [InlineData(255, 1, Unsupported)]
    public void ZerosThatTheKernelCannotWriteAreLeftToTheDriver(ulong sector, uint count, byte status)
    {
        using TestDisk disk = Start(out LoopDevice device);
        using LoopDevice attached = device;
        byte[] before = disk.Content;

        Assert.Equal((status, 1u), disk.RequestRange(BlockRequestType.VIRTIO_BLK_T_WRITE_ZEROES, sector, count, default));

        if (status == Ok)
        {
            before.AsSpan((int)sector * 512, (int)count * 512).Clear();
        }
        Assert.Equal(before, disk.Content);
    }

    [Fact]
    public void PartsOfABlockAreReadAndWritten()
    {
        using TestDisk disk = Start(out LoopDevice device);
        using LoopDevice attached = device;
        byte[] expected = disk.Content;
        byte[] data = new byte[512];
        data.AsSpan().Fill(0x5A);

        Assert.Equal(Ok, disk.Write(13, data).Status);

        data.CopyTo(expected.AsSpan(13 * 512));
        Assert.Equal(expected, disk.Content);
        Assert.Equal(expected[(12 * 512)..(14 * 512)], disk.Read(12, 1024).Data);
    }

    private static TestDisk Start(out LoopDevice device)
    {
        LoopDevice? made = null;
        TestDisk disk = new(attach: image => (made = LoopDevice.Attach(image, "--sector-size", "4096")).Path);
        device = made!;
        disk.Start();
        return disk;
    }
}
