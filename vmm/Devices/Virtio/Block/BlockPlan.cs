using System.Runtime.CompilerServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Validates requests and translates them to operations, without accessing the file.</summary>
internal sealed unsafe class BlockPlan(DiskDescription disk)
{
    /// <summary>Translates a request to an operation.</summary>
    /// <param name="now">The current time by <see cref="MonotonicClock"/>.</param>
    /// <param name="agreed">The features that the driver has accepted.</param>
    /// <param name="answer">The status to answer if the operation is <see cref="BlockOperationKind.None"/>.</param>
    internal BlockOperation Make(in BlockRequest request, ushort head, ulong now, VirtioFeatures agreed, out BlockStatus answer)
    {
        BlockOperation none = new(head, request.Status, now);
        answer = BlockStatus.VIRTIO_BLK_S_IOERR;
        switch (request.Type)
        {
            case BlockRequestType.VIRTIO_BLK_T_IN when request.HasRoom && IsOnDisk(request):
                return Transfer(none, BlockOperationKind.Read, request);
            case BlockRequestType.VIRTIO_BLK_T_OUT when request.HasContent && IsOnDisk(request) && !disk.IsReadOnly:
                return Transfer(none, BlockOperationKind.Write, request);
            case BlockRequestType.VIRTIO_BLK_T_IN or BlockRequestType.VIRTIO_BLK_T_OUT:
                return none;
            case BlockRequestType.VIRTIO_BLK_T_FLUSH when agreed.HasFlag(BlockFeatures.Flush):
                return none with { Kind = BlockOperationKind.Flush };
            case BlockRequestType.VIRTIO_BLK_T_FLUSH:
                // Without VIRTIO_BLK_F_FLUSH there is nothing to write back.
                answer = BlockStatus.VIRTIO_BLK_S_OK;
                return none;
            case BlockRequestType.VIRTIO_BLK_T_GET_ID:
                return request.HasRoom ? none with { Kind = BlockOperationKind.Identify } : none;
            case BlockRequestType.VIRTIO_BLK_T_DISCARD when agreed.HasFlag(BlockFeatures.Discard):
                return Zero(none, request, permitted: default, implied: ZeroFlags.VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP, ref answer);
            case BlockRequestType.VIRTIO_BLK_T_WRITE_ZEROES when agreed.HasFlag(BlockFeatures.WriteZeroes):
                return Zero(none, request, permitted: ZeroFlags.VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP, implied: default, ref answer);
            default:
                answer = BlockStatus.VIRTIO_BLK_S_UNSUPP;
                return none;
        }
    }

    private bool IsOnDisk(in BlockRequest request) =>
        request.DataLength % DiskDescription.SectorLength == 0
        && disk.Has(request.Sector, request.DataLength / DiskDescription.SectorLength);

    private static BlockOperation Transfer(in BlockOperation none, BlockOperationKind kind, in BlockRequest request) => none with
    {
        Kind = kind,
        Offset = (long)request.Sector * DiskDescription.SectorLength,
        Length = (long)request.DataLength,
    };

    private BlockOperation Zero(
        in BlockOperation none, in BlockRequest request, ZeroFlags permitted, ZeroFlags implied, ref BlockStatus answer)
    {
        if (!request.HasContent || request.Data.Length != 1 || request.DataLength != (ulong)sizeof(virtio_blk_discard_write_zeroes))
        {
            return none;
        }
        virtio_blk_discard_write_zeroes range = Unsafe.ReadUnaligned<virtio_blk_discard_write_zeroes>(request.Data[0].Start);
        if ((range.flags & ~permitted) != 0)
        {
            answer = BlockStatus.VIRTIO_BLK_S_UNSUPP;
            return none;
        }
        if (range.num_sectors is 0 or > DiskDescription.MostZeroedSectors || !disk.Has(range.sector, range.num_sectors))
        {
            return none;
        }
        ulong first = range.sector;
        ulong end = first + range.num_sectors;
        ulong granule = disk.ZeroGranule;
        if (request.Type == BlockRequestType.VIRTIO_BLK_T_DISCARD)
        {
            // A discard is advice: of blocks that it covers in part, nothing is given up.
            first = (first + granule - 1) / granule * granule;
            end = end / granule * granule;
        }
        if (first >= end || first % granule != 0 || end % granule != 0)
        {
            // A driver that hears that zeroing is not supported here writes the zeros.
            answer = first >= end ? BlockStatus.VIRTIO_BLK_S_OK : BlockStatus.VIRTIO_BLK_S_UNSUPP;
            return none;
        }
        return none with
        {
            Kind = (range.flags | implied) == default ? BlockOperationKind.ZeroRange : BlockOperationKind.PunchHole,
            Offset = (long)first * DiskDescription.SectorLength,
            Length = (long)(end - first) * DiskDescription.SectorLength,
        };
    }
}
