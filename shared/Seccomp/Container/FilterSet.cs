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
    private readonly Dictionary<FilterProfile, Range> _programs;

    private FilterSet(byte[] bytes, Dictionary<FilterProfile, Range> programs)
    {
        _bytes = bytes;
        _programs = programs;
    }

    /// <summary>The first eight bytes of every set.</summary>
    public static ReadOnlySpan<byte> Magic => "KILNFSET"u8;

    /// <summary>A program.</summary>
    /// <param name="profile">Which.</param>
    public ReadOnlySpan<sock_filter> Program(FilterProfile profile) =>
        MemoryMarshal.Cast<byte, sock_filter>(_bytes.AsSpan(_programs[profile]));

    /// <summary>Reads a set; the bytes may come from anywhere.</summary>
    /// <param name="bytes">The bytes; the set keeps them.</param>
    /// <param name="set">The set.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out FilterSet? set, [NotNullWhen(false)] out string? error)
    {
        Dictionary<FilterProfile, Range> programs = [];
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
    private static string? ReadSections(ReadOnlySpan<byte> bytes, Dictionary<FilterProfile, Range> programs)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        if (count > (uint)(bytes.Length / SectionLength))
        {
            return "its table of sections is longer than itself";
        }
        long expected = HeaderLength + (count * (long)SectionLength);
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(HeaderLength + (index * SectionLength), SectionLength);
            FilterProfile profile = (FilterProfile)BinaryPrimitives.ReadInt32LittleEndian(entry);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            if (!Enum.IsDefined(profile) || offset != expected || offset + (long)length > bytes.Length - ChecksumLength)
            {
                return $"its section {index} is of no known kind, out of place or out of bounds";
            }
            if (length == 0 || length % Marshal.SizeOf<sock_filter>() != 0 || length / Marshal.SizeOf<sock_filter>() > BpfLimits.BPF_MAXINSNS)
            {
                return $"its program '{profile}' has {length} bytes, which is no program";
            }
            if (!programs.TryAdd(profile, (int)offset..(int)(offset + length)))
            {
                return $"it has two programs '{profile}'";
            }
            expected = offset + (long)length;
        }
        return programs.Count < Enum.GetValues<FilterProfile>().Length ? "it lacks a thread's program"
            : expected != bytes.Length - ChecksumLength ? "it has bytes behind its last section"
            : null;
    }
}
