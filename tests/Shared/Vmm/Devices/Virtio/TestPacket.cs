using System.Runtime.InteropServices;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A packet of a vsock device's driver, or for it.</summary>
/// <param name="Header">Its length is that of the data.</param>
internal sealed record TestPacket(virtio_vsock_hdr Header, byte[] Data)
{
    internal PacketOperation Operation => Header.op;

    /// <summary>A packet of the guest.</summary>
    /// <param name="room">The guest's room for data of the connection.</param>
    /// <param name="forwarded">How many bytes have left it.</param>
    internal static TestPacket Of(
        PacketOperation operation, uint guestPort, uint hostPort, byte[]? data = null, uint room = 262144, uint forwarded = 0, ShutdownFlags flags = 0)
    {
        byte[] carried = data ?? [];
        virtio_vsock_hdr header = new()
        {
            src_cid = TestVsock.GuestCid,
            dst_cid = 2,
            src_port = guestPort,
            dst_port = hostPort,
            len = (uint)carried.Length,
            type = PacketType.VIRTIO_VSOCK_TYPE_STREAM,
            op = operation,
            flags = flags,
            buf_alloc = room,
            fwd_cnt = forwarded,
        };
        return new TestPacket(header, carried);
    }

    /// <summary>Reads a packet.</summary>
    internal static TestPacket Of(ReadOnlySpan<byte> bytes) =>
        new(MemoryMarshal.Read<virtio_vsock_hdr>(bytes), bytes[virtio_vsock_hdr.Length..].ToArray());

    internal byte[] ToBytes()
    {
        virtio_vsock_hdr header = Header;
        return [.. MemoryMarshal.AsBytes(new ReadOnlySpan<virtio_vsock_hdr>(in header)), .. Data];
    }

    public override string ToString() => $"{Operation} host {Header.src_port} guest {Header.dst_port} len {Header.len} flags {Header.flags} fwd {Header.fwd_cnt}";
}
