using System.Buffers.Binary;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>The one option of TCP that is understood (RFC 9293, 3.2 and 3.7.1).</summary>
internal static class MaximumSegmentSize
{
    /// <summary>What a peer takes that says nothing.</summary>
    internal const ushort Default = 536;

    /// <summary>The least that a peer may ask for: with less, headers are most of the traffic.</summary>
    internal const ushort Least = 100;

    /// <summary>The most: what fits into an IPv4 packet with both headers.</summary>
    internal const ushort Most = ushort.MaxValue - Ipv4Packet.HeaderLength - TcpSegment.HeaderLength;

    /// <summary>The length of the option.</summary>
    internal const int OptionLength = 4;

    private const byte EndOfList = 0;
    private const byte NoOperation = 1;
    private const byte Kind = 2;

    // Kind and length.
    private const int Prefix = 2;

    /// <summary>Walks all options of a SYN.</summary>
    /// <returns>False when they are malformed, or the size is too small or too large.</returns>
    internal static bool TryFind(ReadOnlySpan<byte> options, out ushort size)
    {
        size = Default;
        while (options.Length > 0 && options[0] != EndOfList)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }
            if (options.Length < Prefix || options[1] < Prefix || options[1] > options.Length)
            {
                return false;
            }
            if (options[0] == Kind)
            {
                if (options[1] != OptionLength)
                {
                    return false;
                }
                size = BinaryPrimitives.ReadUInt16BigEndian(options[Prefix..]);
                if (size is < Least or > Most)
                {
                    return false;
                }
            }
            options = options[options[1]..];
        }
        return true;
    }

    internal static void Write(Span<byte> option, ushort size)
    {
        option[0] = Kind;
        option[1] = OptionLength;
        BinaryPrimitives.WriteUInt16BigEndian(option[Prefix..], size);
    }
}
