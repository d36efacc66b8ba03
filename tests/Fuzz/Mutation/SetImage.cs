using System.Buffers.Binary;
using System.Linq;

namespace Kiln.Fuzz.Mutation;

/// <summary>The parts of a filter set, to be edited and reassembled. Implements the format independently.</summary>
internal sealed class SetImage
{
    private const int HeaderLength = 24;
    private const int CountAt = 20;
    private const int EntryLength = 12;
    private const int ChecksumLength = 8;

    // A table with more entries is invalid.
    private const int MostSections = 64;

    private SetImage(byte[] header, List<(uint Kind, byte[] Content)> sections)
    {
        Header = header;
        Sections = sections;
    }

    /// <summary>Magic, version, architecture and options; the number of sections is recomputed.</summary>
    internal byte[] Header { get; }

    /// <summary>The sections, in their order.</summary>
    internal List<(uint Kind, byte[] Content)> Sections { get; }

    /// <summary>Splits a set by the lengths in its table.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <returns>The parts, or null when the bytes are nowhere near a set.</returns>
    internal static SetImage? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + ChecksumLength)
        {
            return null;
        }
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[CountAt..]);
        if (count > MostSections)
        {
            return null;
        }
        int at = HeaderLength + ((int)count * EntryLength);
        List<(uint, byte[])> sections = [];
        for (int index = 0; index < count && at <= bytes.Length - ChecksumLength; index++)
        {
            ReadOnlySpan<byte> entry = bytes[(HeaderLength + (index * EntryLength))..];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            int end = (int)Math.Min(bytes.Length - ChecksumLength, at + (long)length);
            sections.Add((BinaryPrimitives.ReadUInt32LittleEndian(entry), bytes[at..end].ToArray()));
            at = end;
        }
        return new SetImage(bytes[..HeaderLength].ToArray(), sections);
    }

    /// <summary>Reassembles the set with a valid checksum.</summary>
    internal byte[] ToBytes()
    {
        int at = HeaderLength + (Sections.Count * EntryLength);
        byte[] bytes = new byte[at + Sections.Sum(section => section.Content.Length) + ChecksumLength];
        Header.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountAt), Sections.Count);
        for (int index = 0; index < Sections.Count; index++)
        {
            Span<byte> entry = bytes.AsSpan(HeaderLength + (index * EntryLength));
            BinaryPrimitives.WriteUInt32LittleEndian(entry, Sections[index].Kind);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], Sections[index].Content.Length);
            Sections[index].Content.CopyTo(bytes, at);
            at += Sections[index].Content.Length;
        }
        Seal(bytes);
        return bytes;
    }

    /// <summary>Writes the checksum into the last eight bytes: 64-bit FNV-1a of words, then of bytes.</summary>
    /// <param name="bytes">The bytes; left unchanged if there are too few.</param>
    internal static void Seal(Span<byte> bytes)
    {
        if (bytes.Length < ChecksumLength)
        {
            return;
        }
        ulong sum = 0xCBF2_9CE4_8422_2325;
        Span<byte> rest = bytes[..^ChecksumLength];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            sum = (sum ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * 0x100_0000_01B3;
        }
        foreach (byte value in rest)
        {
            sum = (sum ^ value) * 0x100_0000_01B3;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[^ChecksumLength..], sum);
    }
}
