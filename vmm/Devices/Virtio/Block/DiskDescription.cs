using System.Buffers.Binary;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What a driver is told of a disk, and what may be asked of it accordingly (Virtio 1.2, 5.2.3 to 5.2.6).</summary>
internal sealed class DiskDescription
{
    /// <summary>Bytes of a sector, in which everything here counts, whatever the host's disk has.</summary>
    internal const int SectorLength = 512;

    /// <summary>The most buffers of data of a request: with header and status they fill the largest queue.</summary>
    internal const int MostBuffers = Queues.Virtqueue.MaximumSize - 2;

    /// <summary>
    /// The most sectors that one request discards or makes zero, 64 MiB. A host whose disk cannot do that by itself writes zeros, for which
    /// the monitor waits as long as for the largest writes that a queue holds, and no longer.
    /// </summary>
    internal const uint MostZeroedSectors = (64 << 20) / SectorLength;

    // Sectors of a block of the host's file systems: a smaller hole gives nothing back.
    private const uint DiscardAlignment = 4096 / SectorLength;

    private readonly byte[] _configuration = new byte[60];

    /// <summary>Describes a disk.</summary>
    /// <param name="sectors">Its sectors.</param>
    /// <param name="isReadOnly">Whether it can only be read.</param>
    /// <param name="cache">What becomes of the driver's flushes.</param>
    internal DiskDescription(ulong sectors, bool isReadOnly, DriveCache cache)
    {
        Sectors = sectors;
        IsReadOnly = isReadOnly;
        Features = VirtioFeatures.IndirectDescriptors
            | VirtioFeatures.EventIndex
            | BlockFeatures.BufferCount
            | (cache == DriveCache.Writeback ? BlockFeatures.Flush : VirtioFeatures.None)
            | (isReadOnly ? BlockFeatures.ReadOnly : BlockFeatures.Discard | BlockFeatures.WriteZeroes);
        Write();
    }

    /// <summary>Its sectors.</summary>
    internal ulong Sectors { get; private set; }

    /// <summary>Whether it can only be read.</summary>
    internal bool IsReadOnly { get; }

    /// <summary>What it offers.</summary>
    internal VirtioFeatures Features { get; }

    /// <summary>The configuration: struct virtio_blk_config.</summary>
    internal ReadOnlySpan<byte> Configuration => _configuration;

    /// <summary>The disk has another size.</summary>
    /// <param name="sectors">Its sectors.</param>
    internal void Resize(ulong sectors)
    {
        Sectors = sectors;
        Write();
    }

    /// <summary>Whether sectors are on the disk.</summary>
    /// <param name="first">The first; any number.</param>
    /// <param name="count">How many; any number.</param>
    internal bool Has(ulong first, ulong count) => first <= Sectors && count <= Sectors - first;

    private void Write()
    {
        Span<byte> space = _configuration;
        BinaryPrimitives.WriteUInt64LittleEndian(space, Sectors);
        // seg_max.
        BinaryPrimitives.WriteUInt32LittleEndian(space[12..], MostBuffers);
        if (!IsReadOnly)
        {
            // max_discard_sectors, max_discard_seg, discard_sector_alignment.
            BinaryPrimitives.WriteUInt32LittleEndian(space[36..], MostZeroedSectors);
            BinaryPrimitives.WriteUInt32LittleEndian(space[40..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(space[44..], DiscardAlignment);
            // max_write_zeroes_sectors, max_write_zeroes_seg, write_zeroes_may_unmap.
            BinaryPrimitives.WriteUInt32LittleEndian(space[48..], MostZeroedSectors);
            BinaryPrimitives.WriteUInt32LittleEndian(space[52..], 1);
            space[56] = 1;
        }
    }
}
