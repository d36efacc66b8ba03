using System.IO;
using System.Linq;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A disk does what its driver asks, and answers what cannot be done by its status.</summary>
public sealed class BlockDeviceTests
{
    private const byte Ok = (byte)BlockStatus.VIRTIO_BLK_S_OK;
    private const byte Failed = (byte)BlockStatus.VIRTIO_BLK_S_IOERR;
    private const byte Unsupported = (byte)BlockStatus.VIRTIO_BLK_S_UNSUPP;

    private const ulong Data = TestDriver.Buffers + 0x1000;

    [Fact]
    public void ADriverIsToldOfTheDisk()
    {
        using TestDisk disk = new(cache: DriveCache.Writeback);

        Assert.Equal(2u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_DEVICE_ID));
        Assert.Equal(
            VirtioFeatures.Version1 | VirtioFeatures.EventIndex | VirtioFeatures.IndirectDescriptors | BlockFeatures.BufferCount
                | BlockFeatures.Flush | BlockFeatures.Discard | BlockFeatures.WriteZeroes,
            disk.Driver.Bus.ReadFeatures());
        Assert.Equal((uint)TestDisk.Sectors, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG));
        Assert.Equal(254u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG + 12));
        Assert.Equal(0u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG + 60));
    }

    [Theory]
    [InlineData(true, "Unsafe", 1UL << 5)]
    [InlineData(true, "Writeback", (1UL << 5) | (1UL << 9))]
    [InlineData(false, "Unsafe", (1UL << 13) | (1UL << 14))]
    public void FeaturesSayWhatCanBeDone(bool isReadOnly, string cache, ulong features)
    {
        using TestDisk disk = new(isReadOnly, Enum.Parse<DriveCache>(cache));

        Assert.Equal(features, (ulong)disk.Device.Features & ((1UL << 5) | (1UL << 9) | (1UL << 13) | (1UL << 14)));
    }

    [Fact]
    public void SectorsAreReadAndWritten()
    {
        using TestDisk disk = new();
        disk.Start();
        byte[] before = disk.Content;

        (byte status, uint written, byte[] data) = disk.Read(3, 1024);
        Assert.Equal((Ok, 1025u), (status, written));
        Assert.Equal(before[(3 * 512)..(5 * 512)], data);

        byte[] text = [.. Enumerable.Range(0, 512).Select(index => (byte)index)];
        Assert.Equal((Ok, 1u), disk.Write(TestDisk.Sectors - 1, text));
        Assert.Equal(text, disk.Content[^512..]);
        Assert.Equal(before[..^512], disk.Content[..^512]);
    }

    [Fact]
    public void DataMayLieInManyBuffers()
    {
        using TestDisk disk = new();
        disk.Start();

        (byte status, uint written) = disk.Request(
            BlockRequestType.VIRTIO_BLK_T_IN, 1, TestBuffer.ToWrite(Data, 100), TestBuffer.ToWrite(Data + 0x1000, 0), TestBuffer.ToWrite(Data + 0x2000, 924));

        Assert.Equal((Ok, 1025u), (status, written));
        Assert.Equal(disk.Content.AsSpan(512, 100), disk.Driver.Bytes(Data, 100));
        Assert.Equal(disk.Content.AsSpan(612, 924), disk.Driver.Bytes(Data + 0x2000, 924));
    }

    [Theory]
    [InlineData(TestDisk.Sectors, 512)]
    [InlineData(TestDisk.Sectors - 1, 1024)]
    [InlineData(ulong.MaxValue, 512)]
    [InlineData(ulong.MaxValue / 512, 512)]
    [InlineData(0, 511)]
    [InlineData(0, 513)]
    public void WhatIsNotOnTheDiskIsAnError(ulong sector, int length)
    {
        using TestDisk disk = new();
        disk.Start();
        byte[] before = disk.Content;

        (byte status, uint written, _) = disk.Read(sector, length);
        Assert.Equal((Failed, 1u), (status, written));
        Assert.Equal((Failed, 1u), disk.Write(sector, new byte[length]));
        Assert.Equal(before, disk.Content);
    }

    [Fact]
    public void AReadOnlyDiskIsNotWritten()
    {
        using TestDisk disk = new(isReadOnly: true);
        disk.Start();

        Assert.Equal(Ok, disk.Read(0, 512).Status);
        Assert.Equal((Failed, 1u), disk.Write(0, new byte[512]));
        Assert.Equal((Unsupported, 1u), disk.RequestRange(BlockRequestType.VIRTIO_BLK_T_DISCARD, 0, 1, default));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(0x8000_0001)]
    [InlineData(uint.MaxValue)]
    public void WhatADiskDoesNotDoIsUnsupported(uint type)
    {
        using TestDisk disk = new();
        disk.Start();

        Assert.Equal((Unsupported, 1u), disk.Request((BlockRequestType)type, 0, TestBuffer.ToWrite(Data, 512)));
        Assert.Equal((Unsupported, 1u), disk.Request((BlockRequestType)type, 0));
    }

    [Fact]
    public void DataInTheWrongDirectionIsAnError()
    {
        using TestDisk disk = new();
        disk.Start();

        Assert.Equal((Failed, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToRead(Data, 512)));
        Assert.Equal((Failed, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_OUT, 0, TestBuffer.ToWrite(Data, 512)));
        Assert.Equal(
            (Failed, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToRead(Data, 512), TestBuffer.ToWrite(Data, 512)));
        Assert.Equal((Failed, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_IN, 0));
        Assert.Equal((Failed, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_GET_ID, 0, TestBuffer.ToWrite(Data, 19)));
    }

    [Fact]
    public void ARequestWithoutHeaderOrStatusIsGivenBackUntouched()
    {
        using TestDisk disk = new();
        disk.Start();
        TestBuffer header = TestBuffer.ToRead(TestDriver.Buffers, 16);
        TestBuffer status = TestBuffer.ToWrite(TestDriver.Buffers + 0x100, 1);
        TestBuffer[][] chains =
        [
            [header], [status], [header with { Length = 15 }, status], [header with { IsWritable = true }, status],
            [header, status with { IsWritable = false }], [header, status with { Length = 0 }], [header with { Address = TestMachine.MemoryLength - 8 }, status],
            [header, status with { Address = ulong.MaxValue }], [header, TestBuffer.ToWrite(TestMachine.MemoryLength - 1, 2), status],
        ];
        disk.Driver.Store(status.Address, TestDisk.Untouched);

        foreach (TestBuffer[] chain in chains)
        {
            ushort head = disk.Driver.Offer(chain);
            disk.Machine.Ring();
            Assert.Equal((head, 0u), disk.Driver.Take());
            Assert.Equal(TestDisk.Untouched, disk.Driver.Load<byte>(status.Address));
        }
        Assert.Equal(Ok, disk.Read(0, 512).Status);
    }

    [Theory]
    [InlineData("Unsafe", 0)]
    [InlineData("Writeback", 1)]
    public void AFlushIsAnswered(string cache, int flushes)
    {
        using TestDisk disk = new(cache: Enum.Parse<DriveCache>(cache));
        disk.Start();

        Assert.Equal((Ok, 1u), disk.Request(BlockRequestType.VIRTIO_BLK_T_FLUSH, 0));
        Assert.Equal(flushes, disk.Machine.Drives.Of("disk").Flushes.Value);
    }

    [Fact]
    public void TheIdentityIsTold()
    {
        using TestDisk disk = new();
        disk.Start();

        Assert.Equal((Ok, 21u), disk.Request(BlockRequestType.VIRTIO_BLK_T_GET_ID, 0, TestBuffer.ToWrite(Data, 20)));
        Assert.True(BackingFile.TryOpen(disk.File.Path, true, out BackingFile? file) is null);
        using (file)
        {
            Assert.Equal(file!.Identity, disk.Driver.Bytes(Data, 20));
        }
    }

    [Theory]
    [InlineData((uint)BlockRequestType.VIRTIO_BLK_T_DISCARD, 0)]
    [InlineData((uint)BlockRequestType.VIRTIO_BLK_T_WRITE_ZEROES, (uint)ZeroFlags.VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP)]
    public void SectorsAreGivenBack(uint type, uint flags)
    {
        using TestDisk disk = new();
        disk.Start();
        byte[] before = disk.Content;

        Assert.Equal((Ok, 1u), disk.RequestRange((BlockRequestType)type, 8, 16, (ZeroFlags)flags));

        Assert.True(disk.Content.AsSpan(8 * 512, 16 * 512).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(before[..(8 * 512)], disk.Content[..(8 * 512)]);
        Assert.Equal(before[(24 * 512)..], disk.Content[(24 * 512)..]);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(TestDisk.Sectors, 1, 0)]
    [InlineData(0, DiskDescription.MostZeroedSectors + 1, 0)]
    [InlineData(ulong.MaxValue, 2, 0)]
    [InlineData(0, 1, 2)]
    public void SenselessRangesChangeNothing(ulong sector, uint count, uint flags)
    {
        using TestDisk disk = new();
        disk.Start();
        byte[] before = disk.Content;

        Assert.NotEqual(Ok, disk.RequestRange(BlockRequestType.VIRTIO_BLK_T_DISCARD, sector, count, (ZeroFlags)flags).Status);
        Assert.NotEqual(Ok, disk.RequestRange(BlockRequestType.VIRTIO_BLK_T_WRITE_ZEROES, sector, count, (ZeroFlags)flags).Status);
        Assert.Equal(before, disk.Content);
    }

    [Fact]
    public void AFileThatWasCutIsAnErrorAndNoSignal()
    {
        using TestDisk disk = new();
        disk.Start();
        using (FileStream file = new(disk.File.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(512);
        }

        Assert.Equal(Failed, disk.Read(0, 1024).Status);
        Assert.Equal(Failed, disk.Read(8, 512).Status);
        Assert.Equal(Ok, disk.Read(0, 512).Status);
        Assert.Equal(2, disk.Machine.Drives.Of("disk").Failures.Value);
    }

    [Fact]
    public void AnotherFileIsThereFromNowOnAndTheDriverIsTold()
    {
        using TestDisk disk = new();
        disk.Start();
        using TemporaryFile other = new(new byte[1024]);
        Assert.Null(BackingFile.TryOpen(other.Path, false, out BackingFile? file));
        using BackingFile opened = file!;
        uint generation = disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION);
        int interrupts = disk.Machine.Line.Count;

        Assert.Null(disk.Device.Replace(opened));

        Assert.Equal(2u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG));
        Assert.Equal(2u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));
        Assert.NotEqual(generation, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION));
        Assert.Equal(interrupts + 1, disk.Machine.Line.Count);
        (byte status, _, byte[] data) = disk.Read(1, 512);
        Assert.Equal(Ok, status);
        Assert.Equal(new byte[512], data);
        Assert.Equal(Failed, disk.Read(2, 512).Status);
    }

    [Fact]
    public void ARequestAllocatesNothing()
    {
        using TestDisk disk = new();
        disk.Start();

        Assert.Equal(0, Allocation.Of(() =>
        {
            disk.Driver.Offer(
                TestBuffer.ToRead(TestDriver.Buffers, 16), TestBuffer.ToWrite(Data, 512), TestBuffer.ToWrite(TestDriver.Buffers + 0x100, 1));
            disk.Machine.Ring();
            _ = disk.Driver.Take();
        }));
        Assert.True(disk.Machine.Drives.Of("disk").Reads.Value >= 2000);
    }
}
