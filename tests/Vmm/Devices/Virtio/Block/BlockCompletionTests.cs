using Kiln.Linux.Errors;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>Operations end late, in any order, and not always well; each answer finds the request that it belongs to.</summary>
public sealed class BlockCompletionTests
{
    private const ulong Data = TestDriver.Buffers + 0x1000;

    [Theory]
    [InlineData(0, 512, BlockStatus.VIRTIO_BLK_S_OK, 513)]
    [InlineData(0, 100, BlockStatus.VIRTIO_BLK_S_IOERR, 101)]
    [InlineData(0, 0, BlockStatus.VIRTIO_BLK_S_IOERR, 1)]
    [InlineData(5, 0, BlockStatus.VIRTIO_BLK_S_IOERR, 1)]
    [InlineData(5, 256, BlockStatus.VIRTIO_BLK_S_IOERR, 257)]
    [InlineData(11, 0, BlockStatus.VIRTIO_BLK_S_IOERR, 1)]
    [InlineData(28, 0, BlockStatus.VIRTIO_BLK_S_IOERR, 1)]
    [InlineData(95, 0, BlockStatus.VIRTIO_BLK_S_UNSUPP, 1)]
    public void WhatTheKernelSaysBecomesAStatus(int error, long count, object status, uint written)
    {
        HeldEngine engine = null!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 8));
        disk.Start();
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 512));
        disk.Machine.Ring();

        engine.Finish(0, new BlockOutcome(count, new Errno(error)));

        Assert.Equal(((byte)(BlockStatus)status, written), disk.TakeAnswer());
        Assert.Equal((BlockStatus)status == BlockStatus.VIRTIO_BLK_S_IOERR ? 1 : 0, disk.Machine.Drives.Of("disk").Failures.Value);
    }

    [Fact]
    public void AnswersComeInTheOrderOfTheirCompletion()
    {
        HeldEngine engine = null!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 8));
        disk.Start();
        ushort[] heads = new ushort[3];
        for (int index = 0; index < heads.Length; index++)
        {
            heads[index] = disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, (ulong)index, TestBuffer.ToWrite(Data, 512));
        }
        disk.Machine.Ring();
        Assert.Equal((3, 0), (engine.UnderWay.Count, disk.Driver.Returned));

        foreach (int index in (int[])[1, 1, 0])
        {
            engine.Finish(index, new BlockOutcome(512, default));
        }

        Assert.Equal((heads[1], heads[2], heads[0]), (disk.Driver.Take().Head, disk.Driver.Take().Head, disk.Driver.Take().Head));
    }

    [Fact]
    public void ARequestWaitsForRoomAndIsNotLost()
    {
        HeldEngine engine = null!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 2));
        disk.Start();
        for (int index = 0; index < 5; index++)
        {
            disk.Offer(BlockRequestType.VIRTIO_BLK_T_FLUSH + 0, (ulong)index);
            disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, (ulong)index, TestBuffer.ToWrite(Data, 512));
        }
        disk.Machine.Ring();
        Assert.Equal(2, engine.UnderWay.Count);
        Assert.Equal(1, disk.Machine.Drives.Of("disk").EngineThrottled.Value);

        while (engine.UnderWay.Count > 0)
        {
            engine.Finish(0, new BlockOutcome(engine.UnderWay[0].TransferLength, default));
            engine.Continue();
        }

        Assert.Equal(10, disk.Driver.Returned);
    }

    [Fact]
    public void AResetFinishesWhatIsUnderWayAndANewDriverSeesNothingOfIt()
    {
        HeldEngine engine = null!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 8));
        disk.Start();
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 512));
        disk.Machine.Ring();

        disk.Driver.Reset();

        Assert.Empty(engine.UnderWay);
        Assert.Equal(0u, disk.Driver.Status);
        disk.Start();
        Assert.Equal(0, disk.Driver.Returned);
        engine.Continue();
        Assert.Equal(TestDriver.Working, disk.Driver.Status);
    }

    [Fact]
    public void CompletionsAfterABrokenRingAreNoAnswers()
    {
        HeldEngine engine = null!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 8));
        disk.Start();
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 512));
        disk.Machine.Ring();
        disk.Driver.Store(TestDriver.Available + 2, (ushort)5000);
        disk.Machine.Ring();
        Assert.Equal(TestDriver.Working | 0x40, disk.Driver.Status);
        Assert.Equal(2u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));

        engine.Finish(0, new BlockOutcome(512, default));
        engine.Continue();
        disk.Machine.Ring();

        Assert.Equal((0, TestDriver.Working | 0x40), (disk.Driver.Returned, disk.Driver.Status));
    }

    // Otherwise a guest would wait forever for requests completed meanwhile.
    [Fact]
    public void AnotherFileTellsTheDriverOfWhatWasUnderWay()
    {
        HeldEngine engine = null!;
        using TemporaryFile other = new(new byte[512]);
        Assert.Null(BackingFile.TryOpen(other.Path, false, out BackingFile? file));
        using BackingFile opened = file!;
        using TestDisk disk = new(engine: _ => (_, completions) => engine = new HeldEngine(completions, 8));
        disk.Start();
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 512));
        disk.Machine.Ring();
        Assert.Equal(0u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));

        disk.Device.Replace(opened);

        Assert.Equal(3u, disk.Machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));
        Assert.Equal(1, disk.Driver.Returned);
    }

    [Fact]
    public void ADoorbellForNothingIsCounted()
    {
        using TestDisk disk = new();
        disk.Start();
        disk.Machine.Settle();
        long before = disk.Machine.Drives.Of("disk").IdleDoorbells.Value;

        disk.Machine.Ring();

        Assert.Equal(before + 1, disk.Machine.Drives.Of("disk").IdleDoorbells.Value);
    }

    [Fact]
    public void ALimitMakesRequestsWaitForTheTimer()
    {
        using TestDisk disk = new(limit: new RateLimiterConfiguration(null, new TokenBucketSize(2, 0, 60_000)));
        disk.Start();
        for (int index = 0; index < 3; index++)
        {
            disk.Offer(BlockRequestType.VIRTIO_BLK_T_GET_ID, 0, TestBuffer.ToWrite(Data, 20));
        }

        disk.Machine.Ring();
        Assert.Equal(2, disk.Driver.Returned);
        disk.Machine.Ring();
        BlockMetrics metrics = disk.Machine.Drives.Of("disk");
        Assert.Equal((2, 2L), (disk.Driver.Returned, metrics.Throttled.Value));

        disk.Device.Limit(new RateLimiterConfiguration(null, new TokenBucketSize(0, 0, 0)));
        Assert.True(disk.Machine.Loop.Turn(5000));

        Assert.Equal((3, 1L), (disk.Driver.Returned, metrics.LimiterEvents.Value));
    }

    [Fact]
    public void BytesAreCountedOfTransfersAlone()
    {
        using TestDisk disk = new(limit: new RateLimiterConfiguration(new TokenBucketSize(1024, 0, 60_000), null));
        disk.Start();
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 1024));
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_FLUSH, 0);
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, TestDisk.Sectors, TestBuffer.ToWrite(Data, 4096));
        disk.Offer(BlockRequestType.VIRTIO_BLK_T_IN, 0, TestBuffer.ToWrite(Data, 512));

        disk.Machine.Ring();

        Assert.Equal(3, disk.Driver.Returned);
    }
}
