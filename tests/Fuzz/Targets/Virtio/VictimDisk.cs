using System.IO;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A disk of 256 sectors, read and written in turn.</summary>
internal sealed class VictimDisk : Victim
{
    private const ulong Header = TestDriver.Buffers;
    private const ulong Status = Header + 0x100;
    private const ulong Data = Header + 0x1000;

    private static readonly BlockRequestType[] _types = Enum.GetValues<BlockRequestType>();

    private readonly TemporaryFile _content = new(new byte[256 * DiskDescription.SectorLength]);
    private readonly BackingFile _file;
    private readonly BlockMetrics _metrics;

    /// <param name="isFaulty">Whether its engine occasionally writes too much.</param>
    internal VictimDisk(bool isFaulty)
    {
        _file = BackingFile.TryOpen(_content.Path, false, out BackingFile? file) is { } reason ? throw new IOException(reason) : file!;
        DriveConfiguration drive = new("disk", false) { Path = _content.Path, Cache = DriveCache.Unsafe };
        Machine = new TestMachine(
            machine => new BlockDevice(
                machine.Link, machine.Memory, _file, drive,
                (opened, completions) => new CheckedEngine(new SyncEngine(opened, completions), machine.Memory, isFaulty),
                machine.Drives.Of(drive.Id)),
            memoryLength: MemoryLength);
        _metrics = Machine.Drives.Of(drive.Id);
    }

    /// <inheritdoc/>
    internal override TestMachine Machine { get; }

    /// <inheritdoc/>
    internal override long Served => _metrics.Reads.Value + _metrics.Writes.Value;

    /// <inheritdoc/>
    internal override long Malformed => _metrics.InvalidRequests.Value;

    /// <inheritdoc/>
    internal override void OfferRequest(ByteSource decisions)
    {
        TestDriver driver = Machine.Driver;
        TestQueue queue = driver.Queues[Queue];
        BlockRequestType type = decisions.Choice(8) == 0 ? (BlockRequestType)(uint)decisions.Number() : _types[decisions.Choice(_types.Length)];
        driver.Store(Header, new virtio_blk_outhdr
        {
            type = type,
            sector = decisions.Choice(4) == 0 ? decisions.Number() : decisions.Byte(),
        });
        driver.Store(Data, new virtio_blk_discard_write_zeroes
        {
            sector = decisions.Byte(),
            num_sectors = decisions.Byte(),
            flags = (ZeroFlags)decisions.Choice(3),
        });
        bool isWritable = (type is BlockRequestType.VIRTIO_BLK_T_IN or BlockRequestType.VIRTIO_BLK_T_GET_ID) != (decisions.Choice(8) == 0);
        TestBuffer header = new(Header, 16, false);
        TestBuffer status = new(Status, 1, true);
        switch (decisions.Choice(4))
        {
            case 0:
                queue.Offer(header, status);
                break;
            case 1:
                queue.Offer(header, new(Data, 16, isWritable), status);
                break;
            case 2:
                queue.Offer(header, new(Data, 512, isWritable), new(Data + 0x1000, (uint)(512 * decisions.Choice(8)), isWritable), status);
                break;
            default:
                queue.Offer(header, new(Data, 512, isWritable), status);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Recover()
    {
        TestDriver driver = Machine.Driver;
        driver.Start(Machine.Device.Features);
        driver.Store(Header, new virtio_blk_outhdr { type = BlockRequestType.VIRTIO_BLK_T_IN, sector = 1 });
        driver.Store(Status, (byte)0xEE);
        driver.Offer(TestBuffer.ToRead(Header, 16), TestBuffer.ToWrite(Data, 512), TestBuffer.ToWrite(Status, 1));
        Machine.Ring();
        if (driver.Returned != 1 || driver.Take().Written != 513 || driver.Load<byte>(Status) != 0)
        {
            throw new InvalidOperationException("the disk does not work any more after a reset");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Machine.Dispose();
        _file.Dispose();
        _content.Dispose();
    }
}
