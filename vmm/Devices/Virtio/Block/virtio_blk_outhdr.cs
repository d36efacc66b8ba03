using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The header of every request (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct virtio_blk_outhdr
{
    public BlockRequestType type;

    /// <summary>The priority; ignored.</summary>
    public uint ioprio;

    public ulong sector;
}
