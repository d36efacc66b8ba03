using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp;

/// <summary>
/// All programs of a process in one run of bytes, little-endian: magic, version, architecture, a table of sections (kind, offset, length),
/// the sections, and a checksum of everything before it. Sections of unknown kinds are refused: a set is read by the build that wrote it.
/// </summary>
public sealed class FilterSet
{
    internal const uint Version = 1;
    internal const int HeaderLength = 20;
    internal const int SectionLength = 12;
    internal const int ChecksumLength = 8;

    private readonly byte[] _bytes;

    // By profile; entry 0 stays empty, since profiles count from 1.
    private readonly Range[] _programs;

    private FilterSet(byte[] bytes, Range[] programs)
    {
        _bytes = bytes;
        _programs = programs;
    }

    /// <summary>The first eight bytes of every set.</summary>
    public static ReadOnlySpan<byte> Magic => "KILNFSET"u8;

    /// <summary>A program, in place: nothing is copied.</summary>
    /// <param name="profile">Which.</param>
    /// <returns>1 to 4096 instructions.</returns>
    public ReadOnlySpan<sock_filter> Program(FilterProfile profile) =>
        MemoryMarshal.Cast<byte, sock_filter>(_bytes.AsSpan(_programs[(int)profile]));

    /// <summary>Reads a set; the bytes may come from anywhere. It takes microseconds: every start of a monitor does it.</summary>
    /// <param name="bytes">The bytes; the set keeps them and hands out its programs from them.</param>
    /// <param name="set">The set: every program is there, and is one that the kernel takes.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>Whether there is a set.</returns>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out FilterSet? set, [NotNullWhen(false)] out string? error)
    {
        Range[] programs = new Range[FilterProfiles.All.Length + 1];
        error = ReasonAgainst(bytes) ?? ReadSections(bytes, programs);
        set = error is null ? new FilterSet(bytes, programs) : null;
        return set is not null;
    }

    private static string? ReasonAgainst(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + ChecksumLength || !bytes.StartsWith(Magic))
        {
            return "it is not a filter set, or it is truncated";
        }
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version)
        {
            return $"its version is {version}; this build reads {Version}";
        }
        uint architecture = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (architecture != (uint)AuditArchitecture.AUDIT_ARCH_X86_64)
        {
            return $"it is for architecture 0x{architecture:x8}; this is 0x{(uint)AuditArchitecture.AUDIT_ARCH_X86_64:x8}";
        }
        return Checksum.Of(bytes[..^ChecksumLength]) == BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumLength..])
            ? null
            : "its checksum is wrong: it is truncated or damaged";
    }

    // The checksum finds accidents, not malice: the bounds are checked all the same.
    private static string? ReadSections(ReadOnlySpan<byte> bytes, Range[] programs)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        int end = bytes.Length - ChecksumLength;
        if (count > (uint)((end - HeaderLength) / SectionLength))
        {
            return "its table of sections is longer than itself";
        }
        int expected = HeaderLength + ((int)count * SectionLength);
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(HeaderLength + (index * SectionLength), SectionLength);
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            if (kind == 0 || kind >= (uint)programs.Length || offset != (uint)expected || length > (uint)(end - expected))
            {
                return $"its section {index} is of no known kind, out of place or out of bounds";
            }
            string name = FilterProfiles.NameOf((FilterProfile)kind);
            if (programs[kind].End.Value != 0)
            {
                return $"it has two programs '{name}'";
            }
            if (ReasonAgainstProgram(bytes.Slice(expected, (int)length)) is { } reason)
            {
                return $"its program '{name}' is none: {reason}";
            }
            programs[kind] = expected..(expected + (int)length);
            expected += (int)length;
        }
        return Array.FindIndex(programs, 1, program => program.End.Value == 0) is var missing and not -1
            ? $"it lacks the program '{FilterProfiles.NameOf((FilterProfile)missing)}'"
            : expected != end ? "it has bytes behind its last section"
            : null;
    }

    // The kernel would refuse such a program too, but for a thread that starts late only then.
    private static unsafe string? ReasonAgainstProgram(ReadOnlySpan<byte> section) => section.Length % sizeof(sock_filter) != 0
        ? $"{section.Length} bytes are no whole number of instructions"
        : BpfProgram.ReasonAgainst(MemoryMarshal.Cast<byte, sock_filter>(section));
}
