using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The configuration and features of a disk, and the limits that follow for requests (Virtio 1.2, 5.2.3 to 5.2.6).</summary>
internal sealed partial class DiskDescription
{
    /// <summary>Bytes per sector. Virtio counts in these, whatever the sector size of the host's disk.</summary>
    internal const int SectorLength = 512;

    /// <summary>The maximum number of data buffers per request: with header and status they fill the largest queue.</summary>
    internal const int MostBuffers = Queues.Virtqueue.MaximumSize - 2;

    /// <summary>
    /// The maximum number of sectors that one request may discard or zero, 64 MiB. A host that cannot do so efficiently writes zeros, and the
    /// monitor waits no longer than for the largest writes that a queue can hold.
    /// </summary>
    internal const uint MostZeroedSectors = (64 << 20) / SectorLength;

    // The block size of the host's file systems and of most disks in sectors: punching a smaller hole frees nothing, and some disks refuse it.
    private const uint DiscardAlignment = 4096 / SectorLength;

    private virtio_blk_config _configuration;

    /// <param name="cache">Whether the driver can flush.</param>
    internal DiskDescription(ulong sectors, bool isReadOnly, DriveCache cache)
    {
        IsReadOnly = isReadOnly;
        Features = VirtioFeatures.IndirectDescriptors
            | VirtioFeatures.EventIndex
            | BlockFeatures.BufferCount
            | (cache == DriveCache.Writeback ? BlockFeatures.Flush : VirtioFeatures.None)
            | (isReadOnly ? BlockFeatures.ReadOnly : BlockFeatures.Discard | BlockFeatures.WriteZeroes);
        _configuration.capacity = sectors;
        _configuration.seg_max = MostBuffers;
        if (!isReadOnly)
        {
            _configuration.max_discard_sectors = _configuration.max_write_zeroes_sectors = MostZeroedSectors;
            _configuration.max_discard_seg = _configuration.max_write_zeroes_seg = 1;
            _configuration.discard_sector_alignment = DiscardAlignment;
            _configuration.write_zeroes_may_unmap = 1;
        }
    }

    /// <summary>The capacity in sectors.</summary>
    internal ulong Sectors => _configuration.capacity;

    internal bool IsReadOnly { get; }

    /// <summary>
    /// The number of sectors of which the kernel zeroes or discards whole multiples only: 1 for a file; for a block device, which refuses parts of its
    /// own blocks, those of the largest usual block, 4 KiB.
    /// </summary>
    internal uint ZeroGranule { get; private set; } = 1;

    /// <summary>The features that the device offers, without VIRTIO_F_VERSION_1.</summary>
    internal VirtioFeatures Features { get; }

    internal ReadOnlySpan<byte> Configuration => StructBytes.Of(in _configuration);

    internal void Resize(ulong sectors) => _configuration.capacity = sectors;

    /// <summary>Takes capacity and granule of the file that holds the sectors.</summary>
    internal void Describe(BackingFile file)
    {
        Resize(file.Sectors);
        ZeroGranule = file.IsBlockDevice ? DiscardAlignment : 1;
    }

    /// <summary>Whether a range of sectors lies within the disk. Safe for any numbers.</summary>
    internal bool Has(ulong first, ulong count) => first <= Sectors && count <= Sectors - first;
}
