using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Tests.Container;

/// <summary>The bytes of a set, assembled by hand: can represent what a writer never produces, with a valid checksum.</summary>
internal sealed class SetImage
{
    internal const int HeaderLength = 24;
    internal const int SectionLength = 12;

    internal uint Version { get; init; } = 3;

    internal uint Architecture { get; init; } = 0xC000_003E;

    internal uint? SectionCount { get; init; }

    internal List<(uint Kind, byte[] Content)> Sections { get; init; } =
        [
            .. Enumerable.Range(1, 6).Select(kind => ((uint)kind, Program(kind + 1))),
            .. Enumerable.Range(1, 6).Select(kind => ((uint)kind + 0x10, Rule(kind))),
        ];

    internal uint Options { get; init; }

    internal byte[] Tail { get; init; } = [];

    /// <summary>A program that differs from profile to profile: returns that allow, one more than the profile's number.</summary>
    internal static byte[] Program(int length) =>
        MemoryMarshal.AsBytes<sock_filter>(Enumerable.Repeat(new sock_filter { code = 0x06, k = 0x7FFF_0000 }, length).ToArray()).ToArray();

    /// <summary>A record of a rule that allows a call when its argument 1 is 7: profile <c>p</c>, line 3, column 5.</summary>
    internal static byte[] Rule(int number) =>
    [
        .. Word(22 + 1 + 24), .. Word((uint)number), .. Word(0x7FFF_0000), .. Word(3), .. Word(5), 1, 1, (byte)'p',
        1, 64, 1, 0, .. Word(1), .. new byte[8], 7, .. new byte[7],
    ];

    internal byte[] ToBytes()
    {
        List<byte> bytes = [.. "KILNFSET"u8, .. Word(Version), .. Word(Architecture), .. Word(Options), .. Word(SectionCount ?? (uint)Sections.Count)];
        int offset = HeaderLength + (Sections.Count * SectionLength);
        foreach ((uint kind, byte[] content) in Sections)
        {
            bytes.AddRange([.. Word(kind), .. Word((uint)offset), .. Word((uint)content.Length)]);
            offset += content.Length;
        }
        return Sealed([.. bytes, .. Sections.SelectMany(section => section.Content), .. Tail]);
    }

    /// <summary>Appends the checksum: FNV-1a of 64 bits, of words of eight bytes and then of the bytes that are left.</summary>
    internal static byte[] Sealed(byte[] content)
    {
        int whole = content.Length / sizeof(ulong) * sizeof(ulong);
        IEnumerable<ulong> parts = [.. MemoryMarshal.Cast<byte, ulong>(content.AsSpan(..whole)), .. content[whole..]];
        ulong sum = parts.Aggregate(14695981039346656037UL, (sum, value) => (sum ^ value) * 1099511628211UL);
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
