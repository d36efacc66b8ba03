using System.IO;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A disk of a few sectors, read and written.</summary>
internal sealed class DriveSubject : SlotSubject
{
    private const int Sectors = 16;
    private const ulong Headers = TestDriver.Buffers;
    private const ulong Statuses = TestDriver.Buffers + 0x1000;
    private const ulong Data = TestDriver.Buffers + 0x2000;
    private const int DataLength = 8 * 512;

    private static readonly BlockRequestType[] _types = Enum.GetValues<BlockRequestType>();

    private readonly TemporaryFile _content;
    private readonly BackingFile _file;
    private int _requests;

    internal DriveSubject()
        : this(new byte[Sectors * 512])
    {
    }

    private DriveSubject(byte[] content)
    {
        _content = new TemporaryFile(content);
        _file = BackingFile.TryOpen(_content.Path, false, out BackingFile? file) is { } reason ? throw new IOException(reason) : file!;
        DriveConfiguration drive = new("disk", false) { Path = _content.Path, Cache = DriveCache.Unsafe };
        Machine = new TestMachine(
            machine => new BlockDevice(
                machine.Link, machine.Memory, _file, drive, (opened, completions) => new SyncEngine(opened, completions), machine.Drives.Of(drive.Id)),
            size: 128, memoryLength: MemoryLength);
    }

    protected override TestMachine Machine { get; }

    protected override SlotSubject Same() => new DriveSubject(File.ReadAllBytes(_content.Path)) { _requests = _requests };

    public override void Dispose()
    {
        base.Dispose();
        _file.Dispose();
        _content.Dispose();
    }

    protected override void Offer(Random random)
    {
        ulong place = (ulong)(_requests++ % 128);
        BlockRequestType type = random.Next(8) == 0 ? _types[random.Next(_types.Length)] : (BlockRequestType)random.Next(2);
        bool isRead = type is BlockRequestType.VIRTIO_BLK_T_IN or BlockRequestType.VIRTIO_BLK_T_GET_ID;
        Machine.Driver.Store(Headers + (16 * place), new virtio_blk_outhdr { type = type, sector = (ulong)random.Next(Sectors + 2) });
        Machine.Driver.Store(Data + (ulong)random.Next(DataLength), (byte)random.Next());
        Machine.Driver.Offer(
            TestBuffer.ToRead(Headers + (16 * place), 16),
            new TestBuffer(Data + (ulong)random.Next(DataLength - 1024), (uint)(512 * random.Next(1, 3)), isRead != (random.Next(16) == 0)),
            TestBuffer.ToWrite(Statuses + place, 1));
    }

    // The serial number depends on the file, and each subject has its own.
    protected override string Answer() =>
        $"{Machine.Link.IsActive} {Machine.Link.Features} {Crc64.Of(Machine.Driver.Bytes(Statuses, 128)):x}";
}
