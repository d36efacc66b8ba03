using System.IO;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A turn ends after some bytes, however long a request is; a long one continues in the next turns and completes correctly.</summary>
public sealed class BlockTurnTests
{
    private const int Mebibyte = 1 << 20;

    // Two pieces of 4 MiB and one of 2 MiB.
    private const int Pieces = 3;
    private const int Mebibytes = 10;

    private const ulong Data = 2 * Mebibyte;
    private const byte Ok = (byte)BlockStatus.VIRTIO_BLK_S_OK;
    private const byte Failed = (byte)BlockStatus.VIRTIO_BLK_S_IOERR;

    [Fact]
    public void ATurnEndsAfterFourMebibytes()
    {
        using TestDisk disk = Disk();
        for (int index = 0; index < 5; index++)
        {
            disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, Mebibyte), TestBuffer.ToWrite(Data, Mebibyte));
        }

        disk.Machine.Link.Doorbells[0].Signal();

        for (int before = 0; before < 5; before = disk.Driver.Returned)
        {
            Assert.InRange(AfterATurn(disk) - before, 1, 2);
        }
    }

    [Fact]
    public void ALongWriteGoesOnInTheNextTurns()
    {
        using TestDisk disk = Disk();
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        // Offered after it, and completed after it.
        disk.Driver.Store(0x3_0000, new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_FLUSH });
        disk.Driver.Offer(TestBuffer.ToRead(0x3_0000, 16), TestBuffer.ToWrite(0x3_0100, 1));

        disk.Machine.Link.Doorbells[0].Signal();
        int[] answered = [.. Enumerable.Range(0, 1 + Pieces + 1).Select(_ => AfterATurn(disk))];

        Assert.Equal([0, 0, 0, 1, 2], answered);
        Assert.Equal((Ok, 1u), disk.TakeAnswer());
        AssertWritten(disk);
        BlockMetrics metrics = disk.Machine.Drives.Of("disk");
        Assert.Equal((1L, (long)Mebibytes * Mebibyte), (metrics.Writes.Value, metrics.BytesWritten.Value));
    }

    [Fact]
    public void ALongReadSaysHowMuchItWrote()
    {
        using TestDisk disk = Disk();
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        disk.Machine.Ring();
        _ = disk.TakeAnswer();
        byte[] pattern = disk.Driver.Bytes(Data, Mebibyte).ToArray();
        disk.Driver.Bytes(Data, Mebibyte).Clear();

        Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN);
        disk.Machine.Ring();

        Assert.Equal((Ok, (uint)(Mebibytes * Mebibyte) + 1), disk.TakeAnswer());
        Assert.Equal(pattern, disk.Driver.Bytes(Data, Mebibyte));
    }

    [Fact]
    public void ALimitIsKeptPieceByPiece()
    {
        using TestDisk disk = Disk(limit: new RateLimiterConfiguration(new TokenBucketSize(4 * Mebibyte, 0, 600_000), null));
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);

        disk.Machine.Ring();

        Assert.Equal(0, disk.Driver.Returned);
        byte[] content = disk.Content;
        Assert.Equal(disk.Driver.Bytes(Data, Mebibyte), content.AsSpan(3 * Mebibyte, Mebibyte));
        Assert.True(content.AsSpan(4 * Mebibyte).IndexOfAnyExcept((byte)0) < 0);
        disk.Device.Limit(new RateLimiterConfiguration(new TokenBucketSize(0, 0, 0), null));
        Assert.True(disk.Machine.Loop.Turn(5000));
        disk.Machine.Settle();
        Assert.Equal((Ok, 1u), disk.TakeAnswer());
        AssertWritten(disk);
    }

    [Fact]
    public void APausePutsItBackAndItIsDoneAfterwards()
    {
        using TestDisk disk = Disk();
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        disk.Machine.Link.Doorbells[0].Signal();
        Assert.Equal((0, 0), (AfterATurn(disk), AfterATurn(disk)));

        disk.Machine.Slot.Pause();

        Assert.Equal((0, 1), (disk.Driver.Returned, disk.Machine.Link.Queues[0].Waiting));
        disk.Machine.Settle();
        Assert.Equal((1, 0), (disk.Driver.Returned, disk.Machine.Link.Queues[0].Waiting));
        Assert.Equal((Ok, 1u), disk.TakeAnswer());
        AssertWritten(disk);
    }

    [Fact]
    public void AResetForgetsIt()
    {
        using TestDisk disk = Disk();
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        disk.Machine.Link.Doorbells[0].Signal();
        Assert.Equal((0, 0), (AfterATurn(disk), AfterATurn(disk)));

        disk.Start();
        disk.Machine.Settle();

        Assert.Equal(0, disk.Driver.Returned);
        Assert.True(disk.Content.AsSpan(4 * Mebibyte).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(Ok, disk.Read(0, 512).Status);
    }

    [Fact]
    public void AnotherFileGetsAllOfIt()
    {
        using TestDisk disk = Disk();
        using TemporaryFile other = new(new byte[Mebibytes * Mebibyte]);
        using TemporaryFile small = new(new byte[Mebibyte]);
        using BackingFile whole = Open(other);
        using BackingFile part = Open(small);
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        disk.Machine.Link.Doorbells[0].Signal();
        Assert.Equal((0, 0), (AfterATurn(disk), AfterATurn(disk)));

        Assert.Null(disk.Device.Replace(whole));
        disk.Machine.Settle();

        Assert.Equal(Ok, disk.TakeAnswer().Status);
        AssertWritten(disk, File.ReadAllBytes(other.Path));
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_OUT);
        disk.Machine.Link.Doorbells[0].Signal();
        Assert.Equal((0, 0), (AfterATurn(disk), AfterATurn(disk)));
        Assert.Null(disk.Device.Replace(part));
        disk.Machine.Settle();
        Assert.Equal(Failed, disk.TakeAnswer().Status);
    }

    [Fact]
    public void APieceThatFailsIsTheEndOfItAll()
    {
        HeldEngine engine = null!;
        using TestDisk disk = Disk(_ => (_, completions) => engine = new HeldEngine(completions, 8));
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN);
        disk.Machine.Ring();
        Assert.Equal([(0L, 4L * Mebibyte)], engine.UnderWay.Select(piece => (piece.Offset, piece.Length)));
        disk.Machine.Ring();
        Assert.Single(engine.UnderWay);
        engine.Finish(0, new BlockOutcome(4 * Mebibyte, default));
        engine.Continue();
        Assert.Equal([(4L * Mebibyte, 4L * Mebibyte)], engine.UnderWay.Select(piece => (piece.Offset, piece.Length)));

        engine.Finish(0, new BlockOutcome(512, new Errno(5)));

        Assert.Equal((Failed, (4u * Mebibyte) + 513), disk.TakeAnswer());
        engine.Continue();
        disk.Machine.Settle();
        Assert.Empty(engine.UnderWay);
    }

    [Fact]
    public void APieceThatIsUnderWayIsWaitedForAndThenForgotten()
    {
        HeldEngine engine = null!;
        using TestDisk disk = Disk(_ => (_, completions) => engine = new HeldEngine(completions, 8));
        Offer(disk, BlockRequestType.VIRTIO_BLK_T_IN);
        disk.Machine.Ring();
        Assert.Single(engine.UnderWay);

        disk.Machine.Slot.Pause();

        Assert.Empty(engine.UnderWay);
        Assert.Equal((0, 1), (disk.Driver.Returned, disk.Machine.Link.Queues[0].Waiting));
        disk.Machine.Settle();
        Assert.Equal(0, engine.UnderWay[0].Offset);
        disk.Start();
        Assert.Empty(engine.UnderWay);
        Assert.Equal(0, disk.Driver.Returned);
    }

    [Fact]
    public void PiecesAllocateNothing()
    {
        using TestDisk disk = Disk();

        Assert.Equal(0, Allocation.Of(() =>
        {
            disk.Driver.Offer(
                TestBuffer.ToRead(TestDriver.Buffers, 16), TestBuffer.ToWrite(Data, Mebibyte), TestBuffer.ToWrite(Data, Mebibyte),
                TestBuffer.ToWrite(Data, Mebibyte), TestBuffer.ToWrite(Data, Mebibyte), TestBuffer.ToWrite(Data, 512),
                TestBuffer.ToWrite(TestDriver.Buffers + 0x100, 1));
            disk.Machine.Ring();
            _ = disk.Driver.Take();
        }));
        Assert.True(disk.Machine.Drives.Of("disk").BytesRead.Value >= 2000L * ((4 * Mebibyte) + 512));
    }

    private static TestDisk Disk(Func<TestMachine, BlockEngineMaker>? engine = null, RateLimiterConfiguration? limit = null)
    {
        TestDisk disk = new(engine: engine, limit: limit, size: 32, mebibytes: Mebibytes);
        disk.Start();
        new Random(7).NextBytes(disk.Driver.Bytes(Data, Mebibyte));
        return disk;
    }

    // Of the same mebibyte of memory again and again.
    private static void Offer(TestDisk disk, BlockRequestType type) => disk.Offer(
        type, 0, [.. Enumerable.Repeat(new TestBuffer(Data, Mebibyte, type == BlockRequestType.VIRTIO_BLK_T_IN), Mebibytes)]);

    private static int AfterATurn(TestDisk disk)
    {
        Assert.True(disk.Machine.Loop.Turn(0));
        return disk.Driver.Returned;
    }

    private static void AssertWritten(TestDisk disk) => AssertWritten(disk, disk.Content);

    private static void AssertWritten(TestDisk disk, byte[] content)
    {
        for (int index = 0; index < Mebibytes; index++)
        {
            Assert.True(disk.Driver.Bytes(Data, Mebibyte).SequenceEqual(content.AsSpan(index * Mebibyte, Mebibyte)), $"mebibyte {index}");
        }
    }

    private static BackingFile Open(TemporaryFile file) =>
        BackingFile.TryOpen(file.Path, false, out BackingFile? opened) is { } reason ? throw new IOException(reason) : opened!;
}
