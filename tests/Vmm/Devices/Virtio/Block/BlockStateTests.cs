using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Limits;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>Requests in flight when a disk is saved complete exactly once, on the restored disk.</summary>
public sealed class BlockStateTests(ITestOutputHelper output)
{
    private const int QueueSize = 256;
    private const int Requests = 60;
    private const int Length = 4096;
    private const int Mebibyte = 1 << 20;

    private const ulong Headers = TestDriver.Buffers;
    private const ulong Statuses = TestDriver.Buffers + 0x2000;
    private const ulong Data = TestDriver.Buffers + 0x1_0000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryRequestIsAnsweredOnceByTheOneOrTheOther(bool isAsync)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 20; round++)
        {
            using TestDisk disk = Disk(isAsync);
            disk.Start();
            for (int index = 0; index < Requests; index++)
            {
                Offer(disk, index, BlockRequestType.VIRTIO_BLK_T_IN, TestBuffer.ToWrite(Data + (ulong)(index * Length), Length));
            }
            disk.Driver.Bus.Ring(0);
            for (int turns = random.Next(4); turns > 0; turns--)
            {
                _ = disk.Machine.Loop.Turn(0);
            }

            using TestDisk other = GoOn(disk, Disk(isAsync));
            Settle(other, Requests);

            // Each of them once, whichever disk completed it.
            Assert.Equal(Requests, other.Driver.Load<ushort>(TestDriver.Used + 2));
            Assert.All(Enumerable.Range(0, Requests), index => Assert.Equal(0, other.Driver.Load<byte>(Statuses + (ulong)index)));
            byte[] content = disk.Content;
            Assert.All(
                Enumerable.Range(0, Requests),
                index => Assert.True(other.Driver.Bytes(Data + (ulong)(index * Length), Length).SequenceEqual(content.AsSpan(index * 512, Length))));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HalfALongRequestIsDoneAgainFromItsStart(bool isAsync)
    {
        using TestDisk disk = Disk(isAsync);
        disk.Start();
        Offer(disk, 0, BlockRequestType.VIRTIO_BLK_T_IN, [.. Enumerable.Repeat(TestBuffer.ToWrite(2 * Mebibyte, Mebibyte), 10)]);
        disk.Driver.Bus.Ring(0);
        _ = disk.Machine.Loop.Turn(0);
        _ = disk.Machine.Loop.Turn(0);
        Assert.Equal(0, disk.Driver.Returned);

        using TestDisk other = GoOn(disk, Disk(isAsync));
        Settle(other, 1);

        Assert.Equal((1, (byte)0), (other.Driver.Load<ushort>(TestDriver.Used + 2), other.Driver.Load<byte>(Statuses)));
        Assert.Equal(0, disk.Driver.Returned);
    }

    [Fact]
    public void ALimitGoesOnWhereItWas()
    {
        RateLimiterConfiguration limit = new(null, new TokenBucketSize(2, 0, 60_000));
        using TestDisk disk = new(limit: limit, size: QueueSize);
        disk.Start();
        for (int index = 0; index < 3; index++)
        {
            Offer(disk, index, BlockRequestType.VIRTIO_BLK_T_IN, TestBuffer.ToWrite(Data, 512));
        }
        disk.Machine.Ring();
        Assert.Equal(2, disk.Driver.Returned);

        using TestDisk other = GoOn(disk, new TestDisk(limit: limit, size: QueueSize));
        other.Machine.Settle();

        Assert.Equal(2, other.Driver.Load<ushort>(TestDriver.Used + 2));
    }

    [Fact]
    public void ADiskOfAnotherSizeOrAReadOnlyOneIsRefused()
    {
        using TestDisk disk = new();
        using TestDisk longer = new(mebibytes: 1);
        using TestDisk readOnly = new(isReadOnly: true);
        byte[] state = Save(disk);

        Assert.Equal(("test one/disk", "sectors"), Refused(longer, state));
        Assert.Equal(("test one/disk", "features"), Refused(readOnly, state));
    }

    private static (string Section, string Field) Refused(TestDisk disk, byte[] state)
    {
        StateFailure failure = Assert.Throws<StateFailure>(() => Load(disk, state));
        return (failure.Section, failure.Field);
    }

    private static TestDisk Disk(bool isAsync) => new(
        size: QueueSize, mebibytes: 16,
        engine: isAsync ? machine => (file, completions) => new AsyncEngine(file, completions, machine.Link.Watches) : null);

    // What the first has in memory, and where it was, is the second's; each has its own file, of the same content.
    private static TestDisk GoOn(TestDisk disk, TestDisk other)
    {
        byte[] state = Save(disk);
        const int All = (int)TestMachine.MemoryLength;
        disk.Driver.Bytes(0, All).CopyTo(other.Driver.Bytes(0, All));
        Load(other, state);
        other.Machine.Slot.Resume();
        return other;
    }

    private static byte[] Save(TestDisk disk)
    {
        disk.Machine.Slot.Pause();
        StateWriter writer = new(new byte[4096]);
        disk.Machine.Slot.Save(ref writer);
        return writer.Finish().ToArray();
    }

    private static void Load(TestDisk disk, byte[] state)
    {
        StateReader reader = new(state);
        disk.Machine.Slot.Load(ref reader);
        reader.Finish();
    }

    private static void Offer(TestDisk disk, int index, BlockRequestType type, params ReadOnlySpan<TestBuffer> data)
    {
        ulong header = Headers + ((ulong)index * 16);
        disk.Driver.Store(header, new virtio_blk_outhdr { type = type, sector = (ulong)index });
        disk.Driver.Store(Statuses + (ulong)index, TestDisk.Untouched);
        disk.Driver.Offer([TestBuffer.ToRead(header, 16), .. data, TestBuffer.ToWrite(Statuses + (ulong)index, 1)]);
    }

    private static void Settle(TestDisk disk, int count) => Assert.True(
        SpinWait.SpinUntil(
            () =>
            {
                _ = disk.Machine.Loop.Turn(100);
                return disk.Driver.Load<ushort>(TestDriver.Used + 2) == count;
            },
            TimeSpan.FromSeconds(20)),
        $"{disk.Driver.Load<ushort>(TestDriver.Used + 2)} of {count} answers");
}
