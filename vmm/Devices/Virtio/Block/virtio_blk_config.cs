using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// The configuration space of a block device (Virtio 1.2, 5.2.4), up to the fields of VIRTIO_BLK_F_WRITE_ZEROES. Fields of features that are not
/// offered are left out and read as zero.
/// </summary>
[CHeader("linux/virtio_blk.h", MayGrow = true)]
[StructLayout(LayoutKind.Explicit, Size = 60)]
internal struct virtio_blk_config
{
    /// <summary>The capacity in sectors of 512 bytes.</summary>
    [FieldOffset(0)]
    public ulong capacity;

    /// <summary>The maximum number of data buffers per request (VIRTIO_BLK_F_SEG_MAX).</summary>
    [FieldOffset(12)]
    public uint seg_max;

    /// <summary>The maximum number of sectors per discard range (VIRTIO_BLK_F_DISCARD, like the next two).</summary>
    [FieldOffset(36)]
    public uint max_discard_sectors;

    /// <summary>The maximum number of ranges per discard request.</summary>
    [FieldOffset(40)]
    public uint max_discard_seg;

    /// <summary>The preferred alignment of discard ranges, in sectors.</summary>
    [FieldOffset(44)]
    public uint discard_sector_alignment;

    /// <summary>The maximum number of sectors per write zeroes range (VIRTIO_BLK_F_WRITE_ZEROES, like the next two).</summary>
    [FieldOffset(48)]
    public uint max_write_zeroes_sectors;

    /// <summary>The maximum number of ranges per write zeroes request.</summary>
    [FieldOffset(52)]
    public uint max_write_zeroes_seg;

    /// <summary>1: write zeroes may deallocate the sectors.</summary>
    [FieldOffset(56)]
    public byte write_zeroes_may_unmap;
}
