using System.Buffers.Binary;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>A TCP segment (RFC 9293, 3.1).</summary>
internal readonly ref struct TcpSegment
{
    /// <summary>The length of a header without options.</summary>
    internal const int HeaderLength = 20;

    /// <summary>The length of a header with as many options as fit.</summary>
    internal const int MostHeaderLength = 60;

    private const int SourceOffset = 0;
    private const int DestinationOffset = 2;
    private const int SequenceOffset = 4;
    private const int AcknowledgmentOffset = 8;
    private const int LengthOffset = 12;
    private const int FlagsOffset = 13;
    private const int WindowOffset = 14;
    private const int ChecksumOffset = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _headerLength;

    private TcpSegment(ReadOnlySpan<byte> bytes, int headerLength)
    {
        _bytes = bytes;
        _headerLength = headerLength;
    }

    internal ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[SourceOffset..]);

    internal ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[DestinationOffset..]);

    internal SequenceNumber Sequence => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[SequenceOffset..]));

    internal SequenceNumber Acknowledgment => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[AcknowledgmentOffset..]));

    internal TcpFlags Flags => (TcpFlags)_bytes[FlagsOffset];

    /// <summary>The bytes after the acknowledged ones that the sender takes.</summary>
    internal ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_bytes[WindowOffset..]);

    internal ReadOnlySpan<byte> Options => _bytes[HeaderLength.._headerLength];

    internal ReadOnlySpan<byte> Payload => _bytes[_headerLength..];

    /// <summary>How many numbers it takes: a byte of payload, SYN and FIN take one each.</summary>
    internal int SequenceLength => Payload.Length + (Has(TcpFlags.Syn) ? 1 : 0) + (Has(TcpFlags.Fin) ? 1 : 0);

    internal bool Has(TcpFlags flag) => (Flags & flag) != 0;

    /// <summary>Reads a segment without checking its sum, which an offloading driver leaves to the device.</summary>
    /// <returns>False when it is malformed.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out TcpSegment segment)
    {
        segment = default;
        if (bytes.Length < HeaderLength)
        {
            return false;
        }
        int header = (bytes[LengthOffset] >> 4) * sizeof(uint);
        if (header < HeaderLength || header > bytes.Length)
        {
            return false;
        }
        segment = new TcpSegment(bytes, header);
        return true;
    }

    /// <summary>Writes a header in front of options and payload, and the sum of all.</summary>
    /// <param name="segment">The whole segment; options and payload are there already.</param>
    /// <param name="optionsLength">A multiple of four.</param>
    internal static void WriteHeader(Span<byte> segment, int optionsLength, in TcpHeader header)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment[SourceOffset..], header.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment[DestinationOffset..], header.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment[SequenceOffset..], header.Sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(segment[AcknowledgmentOffset..], header.Acknowledgment.Value);
        segment[LengthOffset] = (byte)((HeaderLength + optionsLength) / sizeof(uint) << 4);
        segment[FlagsOffset] = (byte)header.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[WindowOffset..], header.Window);
        // The sum, which is of zero while it is made, and the urgent pointer.
        BinaryPrimitives.WriteUInt32BigEndian(segment[ChecksumOffset..], 0);
        InternetChecksum sum = default;
        sum.Add(header.Source.Bits);
        sum.Add(header.Destination.Bits);
        sum.Add(Ipv4Packet.Tcp);
        sum.Add((uint)segment.Length);
        sum.Add(segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], sum.Value);
    }
}

/// <summary>What the header of a segment says, and the addresses of the packet around it, which its sum covers.</summary>
internal readonly record struct TcpHeader(
    Ipv4Address Source,
    Ipv4Address Destination,
    ushort SourcePort,
    ushort DestinationPort,
    SequenceNumber Sequence,
    SequenceNumber Acknowledgment,
    TcpFlags Flags,
    ushort Window);
