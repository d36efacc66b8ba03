using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>
/// All programs of a process, and the rules that they were compiled from, in one run of bytes, little-endian: magic, version, architecture,
/// options, a table of sections (kind, offset, length), the sections, and a checksum of everything before it. Sections of unknown kinds are
/// refused: a set is read by the build that wrote it.
/// </summary>
public sealed class FilterSet
{
    internal const uint Version = 2;
    internal const int OptionsOffset = 16;
    internal const int HeaderLength = 24;
    internal const int SectionLength = 12;
    internal const int ChecksumLength = 8;

    /// <summary>What the kind of a table of rules has beside the number of its profile.</summary>
    internal const uint RulesKind = 0x10;

    private readonly byte[] _bytes;

    // By kind; most entries stay empty.
    private readonly Range[] _sections;

    private FilterSet(byte[] bytes, Range[] sections)
    {
        _bytes = bytes;
        _sections = sections;
    }

    /// <summary>The first eight bytes of every set.</summary>
    public static ReadOnlySpan<byte> Magic => "KILNFSET"u8;

    /// <summary>What the set says of itself.</summary>
    public FilterSetOptions Options => (FilterSetOptions)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(OptionsOffset));

    /// <summary>A program, in place: nothing is copied.</summary>
    /// <param name="profile">Which.</param>
    /// <returns>1 to 4096 instructions.</returns>
    public ReadOnlySpan<sock_filter> Program(FilterProfile profile) =>
        MemoryMarshal.Cast<byte, sock_filter>(_bytes.AsSpan(_sections[(int)profile]));

    /// <summary>The rules that a program was compiled from, in place.</summary>
    /// <param name="profile">Which.</param>
    public RuleTable Rules(FilterProfile profile) => new(_bytes.AsSpan(_sections[(int)(RulesKind | (uint)profile)]));

    /// <summary>A copy in the container's format whose programs log, in place of forbidding, what no rule answers.</summary>
    public byte[] ToLogOnly()
    {
        byte[] copy = [.. _bytes];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            Span<sock_filter> program = MemoryMarshal.Cast<byte, sock_filter>(copy.AsSpan(_sections[(int)profile]));
            program[BpfProgram.DefaultAnswer].k = FilterAction.Log.Value;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(OptionsOffset), (uint)(Options | FilterSetOptions.LogOnly));
        BinaryPrimitives.WriteUInt64LittleEndian(copy.AsSpan(^ChecksumLength..), Checksum.Of(copy.AsSpan(..^ChecksumLength)));
        return copy;
    }

    /// <summary>Reads a set; the bytes may come from anywhere. It takes microseconds: every start of a monitor does it.</summary>
    /// <param name="bytes">The bytes; the set keeps them and hands out its programs from them.</param>
    /// <param name="set">The set: every program is there, and is one that the kernel takes.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>Whether there is a set.</returns>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out FilterSet? set, [NotNullWhen(false)] out string? error)
    {
        Range[] sections = new Range[RulesKind + (uint)FilterProfiles.All.Length + 1];
        error = ReasonAgainst(bytes) ?? SectionReader.ReasonAgainst(bytes, sections);
        set = error is null ? new FilterSet(bytes, sections) : null;
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
        uint options = BinaryPrimitives.ReadUInt32LittleEndian(bytes[OptionsOffset..]);
        if ((options & ~(uint)(FilterSetOptions.LogOnly | FilterSetOptions.Custom)) != 0)
        {
            return $"its options are 0x{options:x}, which this build does not know";
        }
        return Checksum.Of(bytes[..^ChecksumLength]) == BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumLength..])
            ? null
            : "its checksum is wrong: it is truncated or damaged";
    }
}
