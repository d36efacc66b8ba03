using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Which sectors are discarded or made zero (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct virtio_blk_discard_write_zeroes
{
    /// <summary>The first.</summary>
    public ulong sector;

    /// <summary>How many.</summary>
    public uint num_sectors;

    /// <summary>How.</summary>
    public ZeroFlags flags;
}
