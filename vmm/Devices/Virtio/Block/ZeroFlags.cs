using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Flags of a write zeroes range (Virtio 1.2, 5.2.6).</summary>
[Flags]
[CHeader("linux/virtio_blk.h")]
internal enum ZeroFlags : uint
{
    /// <summary>The device may deallocate the sectors.</summary>
    VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP = 1,
}
