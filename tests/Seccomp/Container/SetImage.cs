using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Tests.Container;

/// <summary>The bytes of a set, put together by hand: what a writer never makes can be made, with a checksum that is right.</summary>
internal sealed class SetImage
{
    internal const int HeaderLength = 20;
    internal const int SectionLength = 12;

    internal uint Version { get; init; } = 1;

    internal uint Architecture { get; init; } = 0xC000_003E;

    internal uint? SectionCount { get; init; }

    internal List<(uint Kind, byte[] Content)> Sections { get; init; } =
        [.. Enumerable.Range(1, 6).Select(kind => ((uint)kind, Program(kind)))];

    internal byte[] Tail { get; init; } = [];

    /// <summary>A program that differs from profile to profile: returns that allow, as many as the profile's number.</summary>
    internal static byte[] Program(int length) =>
        MemoryMarshal.AsBytes<sock_filter>(Enumerable.Repeat(new sock_filter { code = 0x06, k = 0x7FFF_0000 }, length).ToArray()).ToArray();

    internal byte[] ToBytes()
    {
        List<byte> bytes = [.. "KILNFSET"u8, .. Word(Version), .. Word(Architecture), .. Word(SectionCount ?? (uint)Sections.Count)];
        int offset = HeaderLength + (Sections.Count * SectionLength);
        foreach ((uint kind, byte[] content) in Sections)
        {
            bytes.AddRange([.. Word(kind), .. Word((uint)offset), .. Word((uint)content.Length)]);
            offset += content.Length;
        }
        return Sealed([.. bytes, .. Sections.SelectMany(section => section.Content), .. Tail]);
    }

    /// <summary>Appends the checksum, FNV-1a of 64 bits.</summary>
    internal static byte[] Sealed(byte[] content)
    {
        ulong sum = content.Aggregate(14695981039346656037UL, (sum, value) => (sum ^ value) * 1099511628211UL);
        byte[] checksum = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, sum);
        return [.. content, .. checksum];
    }

    private static byte[] Word(uint value)
    {
        byte[] word = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        return word;
    }
}
