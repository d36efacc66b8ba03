using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>
/// All programs of a process and the rules they were compiled from, as one little-endian blob: magic, version, architecture, options, a table
/// of sections (kind, offset, length), the sections, and a checksum of everything before it. Unknown kinds of sections are rejected: a set is
/// read by the build that wrote it.
/// </summary>
public sealed class FilterSet
{
    internal const uint Version = 3;
    internal const int OptionsOffset = 16;
    internal const int HeaderLength = 24;
    internal const int SectionLength = 12;
    internal const int ChecksumLength = 8;

    /// <summary>The flag that distinguishes a rule table's kind from its profile's number.</summary>
    internal const uint RulesKind = 0x10;

    private readonly ReadOnlyMemory<byte> _bytes;

    // Indexed by kind; most entries stay empty.
    private readonly Range[] _sections;

    private FilterSet(ReadOnlyMemory<byte> bytes, Range[] sections)
    {
        _bytes = bytes;
        _sections = sections;
    }

    /// <summary>The first eight bytes of every set.</summary>
    public static ReadOnlySpan<byte> Magic => "KILNFSET"u8;

    /// <summary>The whole set, as it lies in a file.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Properties recorded in the set.</summary>
    public FilterSetOptions Options => (FilterSetOptions)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[OptionsOffset..]);

    /// <summary>A program's instructions, without copying.</summary>
    /// <returns>1 to 4096 instructions.</returns>
    public ReadOnlySpan<sock_filter> Program(FilterProfile profile) =>
        MemoryMarshal.Cast<byte, sock_filter>(_bytes.Span[_sections[(int)profile]]);

    /// <summary>The rules that a program was compiled from, without copying.</summary>
    public RuleTable Rules(FilterProfile profile) => new(_bytes.Span[_sections[(int)(RulesKind | (uint)profile)]]);

    /// <summary>A copy in which calls that no rule matches are logged instead of forbidden.</summary>
    public byte[] ToLogOnly()
    {
        byte[] copy = _bytes.ToArray();
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            Span<sock_filter> program = MemoryMarshal.Cast<byte, sock_filter>(copy.AsSpan(_sections[(int)profile]));
            program[BpfProgram.DefaultAnswer].k = FilterAction.Log.Value;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(OptionsOffset), (uint)(Options | FilterSetOptions.LogOnly));
        BinaryPrimitives.WriteUInt64LittleEndian(copy.AsSpan(^ChecksumLength..), Checksum.Of(copy.AsSpan(..^ChecksumLength)));
        return copy;
    }

    /// <summary>Reads an untrusted set. It takes microseconds, since every monitor does it at startup.</summary>
    /// <param name="bytes">The bytes; the set keeps them and its programs point into them.</param>
    /// <param name="set">The set, in which every program is present and valid.</param>
    /// <param name="error">Why the set is invalid.</param>
    /// <returns>Whether the set is valid.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out FilterSet? set, [NotNullWhen(false)] out string? error)
    {
        Range[] sections = new Range[RulesKind + (uint)FilterProfiles.All.Length + 1];
        error = ReasonAgainst(bytes.Span) ?? SectionReader.ReasonAgainst(bytes.Span, sections);
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
