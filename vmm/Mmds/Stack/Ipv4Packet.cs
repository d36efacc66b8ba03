using System.Buffers.Binary;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>An IPv4 packet (RFC 791). Fragments are none.</summary>
internal readonly ref struct Ipv4Packet
{
    /// <summary>The length of a header without options.</summary>
    internal const int HeaderLength = 20;

    /// <summary>The length of a header with as many options as fit.</summary>
    internal const int MostHeaderLength = 60;

    /// <summary>The protocol number of TCP.</summary>
    internal const byte Tcp = 6;

    private const int LengthOffset = 2;
    private const int FragmentOffset = 6;
    private const int TimeToLiveOffset = 8;
    private const int ProtocolOffset = 9;
    private const int ChecksumOffset = 10;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;

    private const byte VersionAndLength = 0x45;

    // More fragments, and the place of this one. The third flag forbids fragments.
    private const ushort IsFragment = 0x3FFF;

    // It never leaves the link: a guest that forwards it loses it.
    private const byte TimeToLive = 1;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _headerLength;

    private Ipv4Packet(ReadOnlySpan<byte> bytes, int headerLength)
    {
        _bytes = bytes;
        _headerLength = headerLength;
    }

    internal byte Protocol => _bytes[ProtocolOffset];

    internal Ipv4Address Source => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[SourceOffset..]));

    internal ReadOnlySpan<byte> Payload => _bytes[_headerLength..];

    /// <summary>To whom a packet is addressed, valid or not.</summary>
    /// <param name="payload">At least <see cref="HeaderLength"/> bytes.</param>
    internal static Ipv4Address DestinationOf(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(payload[DestinationOffset..]));

    /// <summary>Reads a packet without checking its sum, which an offloading driver leaves to the device.</summary>
    /// <param name="payload">Of a frame; it may be longer than the packet.</param>
    /// <returns>False when the packet is malformed, longer than the frame, or a fragment.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> payload, out Ipv4Packet packet)
    {
        packet = default;
        if (payload.Length < HeaderLength || payload[0] >> 4 != VersionAndLength >> 4)
        {
            return false;
        }
        int header = (payload[0] & 0xF) * sizeof(uint);
        int length = BinaryPrimitives.ReadUInt16BigEndian(payload[LengthOffset..]);
        if (header < HeaderLength || length < header || length > payload.Length
            || (BinaryPrimitives.ReadUInt16BigEndian(payload[FragmentOffset..]) & IsFragment) != 0)
        {
            return false;
        }
        packet = new Ipv4Packet(payload[..length], header);
        return true;
    }

    /// <summary>Writes a header without options to the start of a packet.</summary>
    /// <param name="packet">The whole packet.</param>
    internal static void WriteHeader(Span<byte> packet, byte protocol, Ipv4Address source, Ipv4Address destination)
    {
        Span<byte> header = packet[..HeaderLength];
        header.Clear();
        header[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(header[LengthOffset..], (ushort)packet.Length);
        header[TimeToLiveOffset] = TimeToLive;
        header[ProtocolOffset] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(header[SourceOffset..], source.Bits);
        BinaryPrimitives.WriteUInt32BigEndian(header[DestinationOffset..], destination.Bits);
        InternetChecksum sum = default;
        sum.Add(header);
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], sum.Value);
    }
}
