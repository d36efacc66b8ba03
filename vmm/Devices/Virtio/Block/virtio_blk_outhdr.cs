using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The start of every request (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct virtio_blk_outhdr
{
    /// <summary>What is asked.</summary>
    public BlockRequestType type;

    /// <summary>Its priority; not used.</summary>
    public uint ioprio;

    /// <summary>The first sector.</summary>
    public ulong sector;
}
