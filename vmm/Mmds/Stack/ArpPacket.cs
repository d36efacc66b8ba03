using System.Buffers.Binary;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>An address resolution packet (RFC 826) for Ethernet and IPv4.</summary>
internal readonly ref struct ArpPacket
{
    internal const int Length = 28;

    // Hardware type Ethernet, protocol type IPv4, the lengths of their addresses.
    private const ulong EthernetAndIpv4 = 0x0001_0800_0604;

    private const ushort Request = 1;
    private const ushort Reply = 2;

    private const int SenderHardwareOffset = 8;
    private const int SenderProtocolOffset = 14;
    private const int TargetHardwareOffset = 18;
    private const int TargetProtocolOffset = 24;

    private readonly ReadOnlySpan<byte> _bytes;

    private ArpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    internal MacAddress SenderHardware => MacAddress.Of(_bytes[SenderHardwareOffset..]);

    internal Ipv4Address SenderProtocol => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[SenderProtocolOffset..]));

    /// <summary>Whom a packet asks for, or speaks to, whatever its other fields are.</summary>
    /// <param name="payload">At least <see cref="Length"/> bytes.</param>
    internal static Ipv4Address TargetOf(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(payload[TargetProtocolOffset..]));

    /// <returns>False when it is no request for Ethernet and IPv4.</returns>
    internal static bool TryReadRequest(ReadOnlySpan<byte> payload, out ArpPacket packet)
    {
        packet = new ArpPacket(payload);
        return payload.Length >= Length
            && BinaryPrimitives.ReadUInt64BigEndian(payload) == ((EthernetAndIpv4 << 16) | Request);
    }

    /// <summary>Writes a reply.</summary>
    internal static void WriteReply(Span<byte> payload, MacAddress hardware, Ipv4Address protocol, MacAddress targetHardware, Ipv4Address targetProtocol)
    {
        BinaryPrimitives.WriteUInt64BigEndian(payload, (EthernetAndIpv4 << 16) | Reply);
        hardware.Write(payload[SenderHardwareOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(payload[SenderProtocolOffset..], protocol.Bits);
        targetHardware.Write(payload[TargetHardwareOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(payload[TargetProtocolOffset..], targetProtocol.Bits);
    }
}
