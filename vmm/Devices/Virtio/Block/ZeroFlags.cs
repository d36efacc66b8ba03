using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>How sectors are made zero (Virtio 1.2, 5.2.6).</summary>
[Flags]
[CHeader("linux/virtio_blk.h")]
internal enum ZeroFlags : uint
{
    /// <summary>Their space may be given back.</summary>
    VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP = 1,
}
