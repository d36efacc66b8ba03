using System.IO;
using Kiln.Testing.Vmm;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A disk of a few sectors in a machine, with a driver that makes requests of it.</summary>
internal sealed class TestDisk : IDisposable
{
    internal const int Sectors = 256;

    /// <summary>The value of a status byte before the device writes it.</summary>
    internal const byte Untouched = 0xEE;

    private const ulong Header = TestDriver.Buffers;
    private const ulong Status = TestDriver.Buffers + 0x100;
    private const ulong Data = TestDriver.Buffers + 0x1000;

    private readonly BackingFile _file;

    /// <param name="isReadOnly">Whether it can only be read.</param>
    /// <param name="cache">What becomes of flushes.</param>
    /// <param name="limit">The disk's rate limit.</param>
    /// <param name="engine">Its engine, with the machine; Sync when null.</param>
    /// <param name="size">Entries of the driver's queue.</param>
    /// <param name="mebibytes">The disk's size if larger than its sectors; the rest is a hole.</param>
    /// <param name="attach">Makes a block device of the file and returns its path, if the disk is one.</param>
    internal TestDisk(
        bool isReadOnly = false, DriveCache cache = DriveCache.Unsafe, RateLimiterConfiguration? limit = null,
        Func<TestMachine, BlockEngineMaker>? engine = null, int size = 16, int mebibytes = 0,
        Func<string, string>? attach = null)
    {
        byte[] content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        File = new TemporaryFile(content);
        using (FileStream file = System.IO.File.OpenWrite(File.Path))
        {
            file.SetLength(Math.Max(content.Length, (long)mebibytes << 20));
        }
        Path = attach?.Invoke(File.Path) ?? File.Path;
        if (BackingFile.TryOpen(Path, isReadOnly, out BackingFile? opened) is { } reason)
        {
            throw new IOException(reason);
        }
        _file = opened!;
        DriveConfiguration drive = new("disk", false) { Path = Path, IsReadOnly = isReadOnly, Cache = cache, Limit = limit };
        Machine = new TestMachine(
            machine => new BlockDevice(
                machine.Link, machine.Memory, _file, drive, engine?.Invoke(machine) ?? ((backing, completions) => new SyncEngine(backing, completions)),
                machine.Drives.Of("disk")),
            size);
    }

    internal TestMachine Machine { get; }

    internal TestDriver Driver => Machine.Driver;

    internal BlockDevice Device => (BlockDevice)Machine.Device;

    /// <summary>The file with the sectors.</summary>
    internal TemporaryFile File { get; }

    /// <summary>The path that the monitor opened: the file's, or the block device's.</summary>
    internal string Path { get; }

    /// <summary>What the sectors hold.</summary>
    internal byte[] Content => System.IO.File.ReadAllBytes(Path);

    /// <returns>The status, the bytes that the device says it wrote, and the data.</returns>
    internal (byte Status, uint Written, byte[] Data) Read(ulong sector, int length)
    {
        (byte status, uint written) = Request(BlockRequestType.VIRTIO_BLK_T_IN, sector, TestBuffer.ToWrite(Data, (uint)length));
        return (status, written, Driver.Bytes(Data, length).ToArray());
    }

    internal (byte Status, uint Written) Write(ulong sector, ReadOnlySpan<byte> data)
    {
        data.CopyTo(Driver.Bytes(Data, data.Length));
        return Request(BlockRequestType.VIRTIO_BLK_T_OUT, sector, TestBuffer.ToRead(Data, (uint)data.Length));
    }

    /// <summary>Makes a request, and waits for its completion.</summary>
    internal (byte Status, uint Written) Request(BlockRequestType type, ulong sector, params ReadOnlySpan<TestBuffer> data)
    {
        Offer(type, sector, data);
        Machine.Ring();
        return TakeAnswer();
    }

    /// <summary>Makes a request of a header, data and a status byte.</summary>
    internal ushort Offer(BlockRequestType type, ulong sector, params ReadOnlySpan<TestBuffer> data)
    {
        Driver.Store(Header, new virtio_blk_outhdr { type = type, sector = sector });
        Driver.Store(Status, Untouched);
        return Driver.Offer([TestBuffer.ToRead(Header, 16), .. data, TestBuffer.ToWrite(Status, 1)]);
    }

    /// <summary>Takes the answer to the only request.</summary>
    internal (byte Status, uint Written) TakeAnswer()
    {
        (_, uint written) = Driver.Take();
        return (Driver.Load<byte>(Status), written);
    }

    /// <summary>Makes a request that carries a range, to discard it or make it zero.</summary>
    internal (byte Status, uint Written) RequestRange(BlockRequestType type, ulong sector, uint count, ZeroFlags flags)
    {
        Driver.Store(Data, new virtio_blk_discard_write_zeroes { sector = sector, num_sectors = count, flags = flags });
        return Request(type, 0, TestBuffer.ToRead(Data, 16));
    }

    /// <summary>All that the device offers is acknowledged.</summary>
    internal void Start() => Driver.Start(Device.Features);

    public void Dispose()
    {
        Machine.Dispose();
        _file.Dispose();
        File.Dispose();
    }
}
