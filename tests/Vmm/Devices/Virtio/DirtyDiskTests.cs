using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Memory;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Tests.Devices.Virtio.Block;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio;

/// <summary>Of everything that a disk writes to guest memory each page is marked, at any pause, and no page that it had no reason to write.</summary>
public sealed class DirtyDiskTests
{
    private const ulong Headers = TestDriver.Buffers;
    private const ulong Statuses = TestDriver.Buffers + 0x1000;
    private const ulong Data = TestDriver.Buffers + 0x1_0000;
    private const int QueueSize = 64;

    private static readonly BlockRequestType[] _types = [.. Enum.GetValues<BlockRequestType>(), (BlockRequestType)77, BlockRequestType.VIRTIO_BLK_T_IN];

    [Theory]
    [InlineData(nameof(DriveEngine.Sync))]
    [InlineData(nameof(DriveEngine.Async))]
    public void WhatADiskWritesIsMarked(string engine)
    {
        int seed = Seed.Next();
        Random random = new(seed);
        using TestDisk disk = Disk(engine);
        disk.Start();
        WriteWatch watch = new(disk.Machine.Memory);
        for (int round = 0; round < 300; round++)
        {
            int requests = random.Next(1, 5);
            List<(ulong Address, ulong Length)> reasons = [UsedRing];
            for (int index = 0; index < requests; index++)
            {
                TestBuffer[] chain = Request(disk.Driver, random, index);
                reasons.AddRange(ReasonsOf(chain));
                disk.Driver.Offer(chain);
            }
            watch.Begin();

            Finish(disk, requests);

            string? fault = watch.Fault(reasons);
            Assert.True(fault is null, $"seed {seed}, round {round}: {fault}");
            for (; requests > 0; requests--)
            {
                _ = disk.Driver.Take();
            }
        }
        Assert.True(disk.Machine.Drives.Of("disk").Reads.Value > 50, $"seed {seed}: hardly anything was read");
    }

    // A chain of snapshots: all of memory at first, then at each pause the marked pages. Requests are in flight at each pause.
    [Theory]
    [InlineData(nameof(DriveEngine.Sync))]
    [InlineData(nameof(DriveEngine.Async))]
    public void WhatIsMarkedAtEachPauseIsAllThatHasChanged(string engine)
    {
        int seed = Seed.Next();
        Random random = new(seed);
        using TestDisk disk = Disk(engine);
        disk.Start();
        WriteWatch memory = new(disk.Machine.Memory);
        byte[] image = memory.Bytes(0).ToArray();
        disk.Machine.Memory.Dirty!.Clear();
        int offered = 0;
        int putBack = 0;
        for (int pause = 0; pause < 100; pause++)
        {
            while (disk.Driver.Returned > 0)
            {
                _ = disk.Driver.Take();
                offered--;
            }
            // The driver's own writes are marked as well, as in KVM's log.
            for (int index = offered; index < 4; index++, offered++)
            {
                disk.Driver.Offer(random.Next(4) == 0 ? LongRead(disk.Driver, index) : Request(disk.Driver, random, index));
            }
            if (pause % 4 == 0)
            {
                Finish(disk, offered);
            }
            disk.Machine.Link.Doorbells[0].Signal();
            for (int turns = random.Next(4); turns > 0; turns--)
            {
                _ = disk.Machine.Loop.Turn(0);
            }

            disk.Machine.Slot.Pause();

            putBack += disk.Machine.Link.Queues[0].Waiting > 0 ? 1 : 0;
            PageBitmap marks = disk.Machine.Memory.Dirty.Of(disk.Machine.Memory.Regions[0]);
            for (ulong page = 0; page < marks.Count; page++)
            {
                if (marks.IsSet(page))
                {
                    memory.Bytes(0).Slice((int)page * 4096, 4096).CopyTo(image.AsSpan((int)page * 4096));
                }
            }
            disk.Machine.Memory.Dirty.Clear();
            Assert.True(memory.Bytes(0).SequenceEqual(image), $"seed {seed}, pause {pause}");
        }
        Assert.True(
            putBack > 10 && disk.Machine.Drives.Of("disk").BytesRead.Value > 8 << 20, $"seed {seed}: {putBack} pauses found anything under way");
    }

    // An engine that has the kernel write a little more than requested.
    [Fact]
    public void AnEngineThatWritesElsewhereIsFound()
    {
        using TestDisk disk = new(engine: machine => (_, completions) => new StrayEngine(machine.Memory, completions));
        disk.Start();
        WriteWatch watch = new(disk.Machine.Memory);
        disk.Driver.Store(Headers, new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_IN });
        TestBuffer[] chain = [TestBuffer.ToRead(Headers, 16), TestBuffer.ToWrite(Data, 4096), TestBuffer.ToWrite(Statuses, 1)];
        disk.Driver.Offer(chain);
        watch.Begin();

        disk.Machine.Ring();

        Assert.Equal($"page 0x{Data + 4096:x} was written without a mark", watch.Fault([UsedRing, .. ReasonsOf(chain)]));
    }

    private static (ulong Address, ulong Length) UsedRing => (TestDriver.Used, 6 + (8 * QueueSize));

    private static TestDisk Disk(string engine) => new(
        engine: engine == nameof(DriveEngine.Sync) ? null : machine => (file, completions) => new AsyncEngine(file, completions, machine.Link.Watches),
        size: QueueSize,
        mebibytes: 16);

    private static IEnumerable<(ulong Address, ulong Length)> ReasonsOf(TestBuffer[] chain) =>
        chain.Where(buffer => buffer.IsWritable).Select(buffer => (buffer.Address, (ulong)buffer.Length));

    // Most requests are valid; some address missing sectors, or have buffers of the wrong kind.
    private static TestBuffer[] Request(TestDriver driver, Random random, int index)
    {
        BlockRequestType type = _types[random.Next(_types.Length)];
        driver.Store(Headers + ((ulong)index * 16), new virtio_blk_outhdr { type = type, sector = (ulong)random.Next(TestDisk.Sectors + 8) });
        bool isWritable = (type is BlockRequestType.VIRTIO_BLK_T_IN or BlockRequestType.VIRTIO_BLK_T_GET_ID) != (random.Next(8) == 0);
        TestBuffer[] data = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new TestBuffer(
            Data + (ulong)random.Next(0x20_0000), (uint)(random.Next(16) == 0 ? random.Next(5000) : 512 * random.Next(20)), isWritable))];
        return
        [
            TestBuffer.ToRead(Headers + ((ulong)index * 16), 16), .. data, TestBuffer.ToWrite(Statuses + (ulong)random.Next(0x3000), (uint)random.Next(1, 3)),
        ];
    }

    // Longer than a turn, so that a pause finds a part of it done.
    private static TestBuffer[] LongRead(TestDriver driver, int index)
    {
        driver.Store(Headers + ((ulong)index * 16), new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_IN, sector = 8 });
        return
        [
            TestBuffer.ToRead(Headers + ((ulong)index * 16), 16), .. Enumerable.Repeat(TestBuffer.ToWrite(Data + 0x10_0000, 1 << 20), 9),
            TestBuffer.ToWrite(Statuses, 1),
        ];
    }

    private static void Finish(TestDisk disk, int requests)
    {
        disk.Machine.Ring();
        // The kernel interrupts the wait to complete the work of one of its workers.
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    if (disk.Driver.Returned < requests)
                    {
                        _ = disk.Machine.Loop.Turn(100);
                    }
                    return disk.Driver.Returned == requests;
                },
                TimeSpan.FromSeconds(20)),
            "not everything is answered");
    }
}
