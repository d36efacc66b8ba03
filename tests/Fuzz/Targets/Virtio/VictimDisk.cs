using System.IO;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A disk of 256 sectors, read and written in turn.</summary>
internal sealed class VictimDisk : Victim
{
    private const ulong Header = TestDriver.Buffers;
    private const ulong Status = Header + 0x100;
    private const ulong Data = Header + 0x1000;

    private readonly TemporaryFile _content = new(new byte[256 * DiskDescription.SectorLength]);
    private readonly BackingFile _file;
    private readonly BlockMetrics _metrics;

    /// <summary>Makes a disk.</summary>
    /// <param name="isFaulty">Whether its engine writes too much now and then.</param>
    internal VictimDisk(bool isFaulty)
    {
        _file = BackingFile.TryOpen(_content.Path, false, out BackingFile? file) is { } reason ? throw new IOException(reason) : file!;
        DriveConfiguration drive = new("disk", false) { Path = _content.Path, Cache = DriveCache.Unsafe };
        Machine = new TestMachine(
            machine => new BlockDevice(
                machine.Link, machine.Memory, _file, drive,
                (opened, completions) => new CheckedEngine(new SyncEngine(opened, completions), machine.Memory, isFaulty), machine.Loop,
                machine.Metrics.Drive(drive.Id)),
            memoryLength: MemoryLength);
        _metrics = Machine.Metrics.Drive(drive.Id);
    }

    /// <inheritdoc/>
    internal override TestMachine Machine { get; }

    /// <inheritdoc/>
    internal override long Served => _metrics.Reads.Value + _metrics.Writes.Value;

    /// <inheritdoc/>
    internal override long Malformed => _metrics.InvalidRequests.Value;

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
