using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>The header of a packet (Virtio 1.2, 5.10.6).</summary>
[CHeader("linux/virtio_vsock.h")]
[StructLayout(LayoutKind.Explicit, Size = Length)]
internal struct virtio_vsock_hdr
{
    /// <summary>The length in bytes.</summary>
    [NotInHeader("the size of the struct, which is compared")]
    internal const int Length = 44;

    [FieldOffset(0)]
    public ulong src_cid;

    [FieldOffset(8)]
    public ulong dst_cid;

    [FieldOffset(16)]
    public uint src_port;

    [FieldOffset(20)]
    public uint dst_port;

    /// <summary>The bytes behind the header.</summary>
    [FieldOffset(24)]
    public uint len;

    [FieldOffset(28)]
    public PacketType type;

    [FieldOffset(30)]
    public PacketOperation op;

    [FieldOffset(32)]
    public ShutdownFlags flags;

    /// <summary>How many bytes the sender keeps for the connection.</summary>
    [FieldOffset(36)]
    public uint buf_alloc;

    /// <summary>How many bytes of the connection have left that room, modulo 2^32.</summary>
    [FieldOffset(40)]
    public uint fwd_cnt;
}
