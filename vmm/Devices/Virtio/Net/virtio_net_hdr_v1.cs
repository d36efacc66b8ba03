using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// The header in front of every frame (Virtio 1.2, 5.1.6). The tap reads and writes it, apart from its last field, and the kernel refuses what it
/// does not understand.
/// </summary>
[CHeader("linux/virtio_net.h")]
[StructLayout(LayoutKind.Explicit, Size = Length)]
internal struct virtio_net_hdr_v1
{
    /// <summary>The length in bytes.</summary>
    [NotInHeader("the size of the struct, which is compared")]
    internal const int Length = 12;

    [FieldOffset(0)]
    public byte flags;

    [FieldOffset(1)]
    public byte gso_type;

    [FieldOffset(2)]
    public ushort hdr_len;

    [FieldOffset(4)]
    public ushort gso_size;

    [FieldOffset(6)]
    public ushort csum_start;

    [FieldOffset(8)]
    public ushort csum_offset;

    /// <summary>The chains that a received frame fills.</summary>
    [FieldOffset(10)]
    public ushort num_buffers;
}
