using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>A range to discard or to zero (Virtio 1.2, 5.2.6), in sectors of 512 bytes.</summary>
[CHeader("linux/virtio_blk.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct virtio_blk_discard_write_zeroes
{
    public ulong sector;

    public uint num_sectors;

    public ZeroFlags flags;
}
