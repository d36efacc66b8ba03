using System.Buffers.Binary;

namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <summary>A packet of a virtio socket device (Virtio 1.2, 5.10.6), in or out.</summary>
/// <param name="HostPort">The port at the host's end.</param>
/// <param name="GuestPort">The port at the guest's end.</param>
/// <param name="Buffer">How much its sender has room for.</param>
/// <param name="Forwarded">How much its sender has taken in all, modulo 2^32.</param>
internal readonly record struct SocketPacket(uint HostPort, uint GuestPort, ushort Operation, uint Flags = 0, uint Buffer = 65536, uint Forwarded = 0)
{
    internal const int HeaderLength = 44;

    internal const ulong HostCid = 2;
    internal const ulong GuestCid = 3;

    // Operations.
    internal const ushort Request = 1;
    internal const ushort Response = 2;
    internal const ushort Rst = 3;
    internal const ushort Shutdown = 4;
    internal const ushort Rw = 5;
    internal const ushort CreditUpdate = 6;
    internal const ushort CreditRequest = 7;

    // Flags of Shutdown.
    internal const uint ReceivesNoMore = 1;
    internal const uint SendsNoMore = 2;

    private const ushort Stream = 1;

    /// <summary>The data that it carries.</summary>
    internal byte[] Payload { get; init; } = [];

    /// <summary>Writes it as the guest sends it.</summary>
    /// <param name="to">As long as header and payload.</param>
    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, GuestCid);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], HostCid);
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], GuestPort);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], HostPort);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], Payload.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[28..], Stream);
        BinaryPrimitives.WriteUInt16LittleEndian(to[30..], Operation);
        BinaryPrimitives.WriteUInt32LittleEndian(to[32..], Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(to[36..], Buffer);
        BinaryPrimitives.WriteUInt32LittleEndian(to[40..], Forwarded);
        Payload.CopyTo(to[HeaderLength..]);
    }

    /// <summary>Reads one of the device's.</summary>
    /// <param name="from">All that the device has written.</param>
    /// <exception cref="InvalidOperationException">No device may send this.</exception>
    internal static SocketPacket Read(ReadOnlySpan<byte> from)
    {
        SocketPacket packet = new(
            BinaryPrimitives.ReadUInt32LittleEndian(from[16..]), BinaryPrimitives.ReadUInt32LittleEndian(from[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(from[30..]), BinaryPrimitives.ReadUInt32LittleEndian(from[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[36..]), BinaryPrimitives.ReadUInt32LittleEndian(from[40..]))
        {
            Payload = from[HeaderLength..].ToArray(),
        };
        bool isSound = BinaryPrimitives.ReadUInt64LittleEndian(from) == HostCid && BinaryPrimitives.ReadUInt64LittleEndian(from[8..]) == GuestCid
            && BinaryPrimitives.ReadInt32LittleEndian(from[24..]) == packet.Payload.Length && BinaryPrimitives.ReadUInt16LittleEndian(from[28..]) == Stream
            && packet.Operation is >= Request and <= CreditRequest && (packet.Payload.Length > 0) == (packet.Operation == Rw)
            && (packet.Flags == 0 || packet.Operation == Shutdown);
        return isSound ? packet : throw new InvalidOperationException($"no device may send {packet} of {packet.Payload.Length} bytes");
    }
}
