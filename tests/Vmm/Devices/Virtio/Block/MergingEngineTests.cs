using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>Adjacent requests become one system call; each gets the result of its own part.</summary>
public sealed class MergingEngineTests
{
    private const ulong Data = TestDriver.Buffers + 0x1_0000;
    private const ulong Headers = TestDriver.Buffers;
    private const ulong Statuses = TestDriver.Buffers + 0x8000;

    // What runs for the first time is compiled, which may take longer than a turn lasts; and the end of a turn ends an operation too.
    static MergingEngineTests()
    {
        using TestDisk disk = Disk(out _);
        Offer(disk, 0, BlockRequestType.VIRTIO_BLK_T_IN, 0);
        Offer(disk, 1, BlockRequestType.VIRTIO_BLK_T_IN, 1);
        disk.Machine.Ring();
    }

    [Fact]
    public void ReadsThatFollowEachOtherAreOne()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine);
        for (int index = 0; index < 10; index++)
        {
            Offer(disk, index, BlockRequestType.VIRTIO_BLK_T_IN, (ulong)index);
        }

        disk.Machine.Ring();

        Assert.Equal([(0L, 5120L)], engine().UnderWay.Select(operation => (operation.Offset, operation.Length)));
        engine().Finish(0, new BlockOutcome(5120, default));
        Assert.Equal(10, disk.Driver.Returned);
        Assert.All(Enumerable.Range(0, 10), index => Assert.Equal(0, disk.Driver.Load<byte>(Statuses + (ulong)index)));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(513u, disk.Driver.Take().Written));
    }

    [Fact]
    public void WhatDoesNotFollowIsAnother()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine);
        (BlockRequestType Type, ulong Sector)[] requests =
        [
            (BlockRequestType.VIRTIO_BLK_T_IN, 4), (BlockRequestType.VIRTIO_BLK_T_IN, 5), (BlockRequestType.VIRTIO_BLK_T_OUT, 6),
            (BlockRequestType.VIRTIO_BLK_T_OUT, 7), (BlockRequestType.VIRTIO_BLK_T_OUT, 7), (BlockRequestType.VIRTIO_BLK_T_OUT, 6),
        ];
        for (int index = 0; index < requests.Length; index++)
        {
            Offer(disk, index, requests[index].Type, requests[index].Sector);
        }

        disk.Machine.Ring();

        Assert.Equal(
            [(BlockOperationKind.Read, 4L * 512, 1024L), (BlockOperationKind.Write, 6 * 512, 1024), (BlockOperationKind.Write, 7 * 512, 512),
             (BlockOperationKind.Write, 6 * 512, 512)],
            engine().UnderWay.Select(operation => (operation.Kind, operation.Offset, operation.Length)));
    }

    [Fact]
    public void AnErrorIsThatOfTheRequestsThatWereNotReached()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine);
        for (int index = 0; index < 4; index++)
        {
            Offer(disk, index, BlockRequestType.VIRTIO_BLK_T_IN, (ulong)index);
        }
        disk.Machine.Ring();

        engine().Finish(0, new BlockOutcome(1024 + 100, new Errno(5)));

        Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, 4).Select(index => disk.Driver.Load<byte>(Statuses + (ulong)index)));
        Assert.Equal([513u, 513u, 101u, 1u], Enumerable.Range(0, 4).Select(_ => disk.Driver.Take().Written));
    }

    [Fact]
    public void AnOperationHasNoMoreBuffersThanTheKernelTakesAtOnce()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine);
        TestBuffer[] halves = [TestBuffer.ToWrite(Data, 256), TestBuffer.ToWrite(Data + 256, 256)];
        for (int round = 0; round < 4; round++)
        {
            for (int index = 0; index < 60; index++)
            {
                ulong sector = (ulong)((round * 60) + index);
                disk.Driver.Store(Headers + ((ulong)index * 16), new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_IN, sector = sector });
                disk.Driver.Offer([TestBuffer.ToRead(Headers + ((ulong)index * 16), 16), .. halves, TestBuffer.ToWrite(Statuses + (ulong)index, 1)]);
            }
            disk.Machine.Ring();
            Assert.Equal(60L * 512, engine().UnderWay.Sum(operation => operation.Length));
            engine().Drain();
        }
        Assert.Equal(240, disk.Driver.Returned);
    }

    [Fact]
    public void AnOperationHasNoMoreBytesThanATurn()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine, mebibytes: 8);
        const uint Length = 3 << 19;
        for (int index = 0; index < 3; index++)
        {
            disk.Driver.Store(
                Headers + ((ulong)index * 16), new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_IN, sector = (ulong)index * Length / 512 });
            disk.Driver.Offer(
                TestBuffer.ToRead(Headers + ((ulong)index * 16), 16), TestBuffer.ToWrite(Data, Length), TestBuffer.ToWrite(Statuses + (ulong)index, 1));
        }

        disk.Machine.Ring();

        Assert.Equal([2L * Length, Length], engine().UnderWay.Select(operation => operation.Length));
    }

    // Offering a chain again while it is in flight is the driver's mistake, and confuses nothing.
    [Fact]
    public void AChainThatIsOfferedTwiceIsAnsweredTwice()
    {
        using TestDisk disk = Disk(out Func<HeldEngine> engine);
        Offer(disk, 0, BlockRequestType.VIRTIO_BLK_T_IN, 3);
        disk.Driver.Queues[0].OfferHead(0);
        disk.Driver.Queues[0].OfferHead(0);

        disk.Machine.Ring();
        Assert.Equal(3, engine().UnderWay.Count);
        engine().Drain();

        Assert.Equal(3, disk.Driver.Returned);
    }

    private static TestDisk Disk(out Func<HeldEngine> engine, int mebibytes = 0)
    {
        HeldEngine? held = null;
        engine = () => held!;
        TestDisk disk = new(size: 256, mebibytes: mebibytes, engine: _ => (_, completions) => held = new HeldEngine(completions, 128));
        disk.Start();
        return disk;
    }

    private static void Offer(TestDisk disk, int index, BlockRequestType type, ulong sector)
    {
        disk.Driver.Store(Headers + ((ulong)index * 16), new virtio_blk_outhdr { type = type, sector = sector });
        disk.Driver.Store(Statuses + (ulong)index, TestDisk.Untouched);
        disk.Driver.Offer(
            TestBuffer.ToRead(Headers + ((ulong)index * 16), 16),
            new TestBuffer(Data + ((ulong)index * 512), 512, type == BlockRequestType.VIRTIO_BLK_T_IN),
            TestBuffer.ToWrite(Statuses + (ulong)index, 1));
    }
}
