using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A disk on a real io_uring: every request completes, however many there are.</summary>
public sealed class AsyncEngineTests
{
    private const int QueueSize = 256;

    private const ulong Headers = TestDriver.Buffers;
    private const ulong Statuses = TestDriver.Buffers + 0x2000;
    private const ulong Data = TestDriver.Buffers + 0x1_0000;

    [Fact]
    public void AQueueFullOfWritesIsDoneAndReadBack()
    {
        using TestDisk disk = Disk();
        disk.Start();
        const int Requests = QueueSize / 3;
        for (int index = 0; index < Requests; index++)
        {
            disk.Driver.Bytes(Data + ((ulong)index * 512), 512).Fill((byte)(index + 1));
            Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT, index, TestBuffer.ToRead(Data + ((ulong)index * 512), 512));
        }

        Finish(disk, Requests);

        Assert.Equal(
            Enumerable.Range(0, Requests).SelectMany(index => Enumerable.Repeat((byte)(index + 1), 512)),
            disk.Content.Take(Requests * 512));
        for (int index = 0; index < Requests; index++)
        {
            Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN, index, TestBuffer.ToWrite(Data + 0x10_0000 + ((ulong)index * 512), 512));
        }
        Finish(disk, Requests);
        Assert.Equal(disk.Content.AsSpan(0, Requests * 512), disk.Driver.Bytes(Data + 0x10_0000, Requests * 512));
    }

    [Fact]
    public void ARequestOfAsManyBuffersAsAQueueHasIsDone()
    {
        using TestDisk disk = Disk();
        disk.Start();
        TestBuffer[] buffers = [.. Enumerable.Range(0, 254).Select(index => TestBuffer.ToWrite(Data + ((ulong)index * 512), 512))];

        for (int round = 0; round < 10; round++)
        {
            Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN, 0, buffers);
            Finish(disk, 1);
        }

        Assert.Equal(disk.Content.AsSpan(0, 254 * 512), disk.Driver.Bytes(Data, 254 * 512));
    }

    [Fact]
    public void ALongRequestIsDoneByPieces()
    {
        using TestDisk disk = Disk(mebibytes: 10);
        disk.Start();
        const int Mebibyte = 1 << 20;
        new Random(3).NextBytes(disk.Driver.Bytes(2 * Mebibyte, Mebibyte));
        TestBuffer[] buffers = [.. Enumerable.Repeat(TestBuffer.ToRead(2 * Mebibyte, Mebibyte), 10)];

        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT, 0, buffers);
        Finish(disk, 1);

        Assert.All(
            Enumerable.Range(0, 10),
            index => Assert.True(disk.Content.AsSpan(index * Mebibyte, Mebibyte).SequenceEqual(disk.Driver.Bytes(2 * Mebibyte, Mebibyte))));
    }

    // A piece is with a worker of the kernel's when the driver resets, and when a client pauses.
    [Fact]
    public void ALongRequestIsLeftAtAnyMoment()
    {
        using TestDisk disk = Disk(mebibytes: 64);
        TestBuffer[] buffers = [.. Enumerable.Repeat(TestBuffer.ToWrite(2 << 20, 1 << 20), 64)];
        for (int round = 0; round < 20; round++)
        {
            disk.Start();
            Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN, 0, buffers);
            disk.Machine.Link.Doorbells[0].Signal();
            for (int turn = 0; turn < round; turn++)
            {
                _ = disk.Machine.Loop.Turn(100);
            }
            disk.Machine.Slot.Pause();
            if (round % 2 == 0)
            {
                Finish(disk, 1);
            }
        }
    }

    [Fact]
    public void FlushesAndHolesAreDoneByTheRingToo()
    {
        using TestDisk disk = Disk();
        disk.Start();
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_FLUSH, 0);
        disk.Driver.Store(Data, new virtio_blk_discard_write_zeroes { sector = 1, num_sectors = 8 });
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_DISCARD, 1, TestBuffer.ToRead(Data, 16));

        Finish(disk, 2);

        Assert.True(disk.Content.AsSpan(512, 8 * 512).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(1, disk.Machine.Drives.Of("disk").Flushes.Value);
    }

    [Fact]
    public void AResetFromAnotherThreadWaitsForWhatIsUnderWay()
    {
        using TestDisk disk = Disk();
        for (int round = 0; round < 20; round++)
        {
            disk.Start();
            for (int index = 0; index < 80; index++)
            {
                Offer(disk, BlockRequestType.VIRTIO_BLK_T_FLUSH, index);
            }
            disk.Machine.Link.Doorbells[0].Signal();
            Thread processor = new(() => disk.Driver.Reset());
            disk.Machine.Loop.Turn(1000);

            processor.Start();
            Assert.True(processor.Join(TimeSpan.FromSeconds(30)));

            Assert.Equal(0u, disk.Driver.Status);
        }
    }

    [Fact]
    public void AnotherFileIsReadFromNowOn()
    {
        using TemporaryFile other = new(new byte[1024]);
        Assert.Null(BackingFile.TryOpen(other.Path, false, out BackingFile? file));
        using BackingFile opened = file!;
        using TestDisk disk = Disk();
        disk.Start();

        Assert.Null(disk.Device.Replace(opened));
        disk.Driver.Bytes(Data, 512).Fill(1);
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN, 1, TestBuffer.ToWrite(Data, 512));
        Finish(disk, 1);

        Assert.True(disk.Driver.Bytes(Data, 512).IndexOfAnyExcept((byte)0) < 0);
    }

    private static TestDisk Disk(int mebibytes = 0) => new(
        cache: DriveCache.Writeback, size: QueueSize, mebibytes: mebibytes,
        engine: machine => (file, completions) => new AsyncEngine(file, completions, machine.Link.Watches));

    private static void Offer(TestDisk disk, BlockRequestType type, int index, params ReadOnlySpan<TestBuffer> data)
    {
        ulong header = Headers + ((ulong)index * 16);
        disk.Driver.Store(header, new virtio_blk_outhdr { type = type, sector = (ulong)index });
        disk.Driver.Store(Statuses + (ulong)index, TestDisk.Untouched);
        disk.Driver.Offer([TestBuffer.ToRead(header, 16), .. data, TestBuffer.ToWrite(Statuses + (ulong)index, 1)]);
    }

    // Rings the doorbell, and turns the loop until everything is answered, and well.
    private static void Finish(TestDisk disk, int count)
    {
        disk.Machine.Ring();
        // The kernel interrupts the wait to complete the work of one of its workers.
        bool isDone = SpinWait.SpinUntil(
            () =>
            {
                _ = disk.Machine.Loop.Turn(100);
                return disk.Driver.Returned == count;
            },
            TimeSpan.FromSeconds(20));
        Assert.True(isDone, $"{disk.Driver.Returned} of {count} answers");
        for (int index = 0; index < count; index++)
        {
            _ = disk.Driver.Take();
            Assert.Equal(0, disk.Driver.Load<byte>(Statuses + (ulong)index));
        }
    }
}
