using System.Buffers.Binary;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>The checksum of IPv4 and TCP: the one's complement of the one's complement sum of 16-bit words (RFC 1071).</summary>
internal struct InternetChecksum
{
    // Sums of 32-bit words: 2^32 of them fit, and a frame has 2^14.
    private ulong _sum;

    /// <summary>What stands in the header.</summary>
    internal readonly ushort Value
    {
        get
        {
            ulong sum = _sum;
            while (sum > ushort.MaxValue)
            {
                sum = (sum & ushort.MaxValue) + (sum >> 16);
            }
            return (ushort)~sum;
        }
    }

    /// <summary>Adds bytes; only the last ones may be odd in number.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            _sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
        if (bytes.Length >= sizeof(ushort))
        {
            _sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[sizeof(ushort)..];
        }
        if (bytes.Length > 0)
        {
            _sum += (uint)bytes[0] << 8;
        }
    }

    /// <summary>Adds a number as it is transmitted.</summary>
    internal void Add(uint value) => _sum += value;
}
