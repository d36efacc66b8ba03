using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>Reads the sections of a set. The checksum detects accidents, not malice: every bound is still checked.</summary>
internal static class SectionReader
{
    /// <param name="bytes">A set with a valid header.</param>
    /// <param name="sections">Receives the position of each section, by kind.</param>
    /// <returns>What is wrong, or null.</returns>
    internal static string? ReasonAgainst(ReadOnlySpan<byte> bytes, Range[] sections)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(FilterSet.HeaderLength - sizeof(uint))..]);
        int end = bytes.Length - FilterSet.ChecksumLength;
        if (count > (uint)((end - FilterSet.HeaderLength) / FilterSet.SectionLength))
        {
            return "its table of sections is longer than itself";
        }
        int expected = FilterSet.HeaderLength + ((int)count * FilterSet.SectionLength);
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(FilterSet.HeaderLength + (index * FilterSet.SectionLength), FilterSet.SectionLength);
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            if (!IsKnown(kind) || offset != (uint)expected || length > (uint)(end - expected))
            {
                return $"its section {index} is of no known kind, out of place or out of bounds";
            }
            if (sections[kind].End.Value != 0)
            {
                return $"it has two sections '{NameOf(kind)}'";
            }
            if (ReasonAgainst(kind, bytes.Slice(expected, (int)length)) is { } reason)
            {
                return $"its section '{NameOf(kind)}' is none: {reason}";
            }
            sections[kind] = expected..(expected + (int)length);
            expected += (int)length;
        }
        return Missing(sections) is { } missing ? $"it lacks the section '{NameOf(missing)}'"
            : expected != end ? "it has bytes behind its last section"
            : null;
    }

    private static uint? Missing(Range[] sections)
    {
        for (uint kind = 0; kind < sections.Length; kind++)
        {
            if (IsKnown(kind) && sections[kind].End.Value == 0)
            {
                return kind;
            }
        }
        return null;
    }

    private static bool IsKnown(uint kind) =>
        (kind & ~FilterSet.RulesKind) is var profile && profile >= 1 && profile <= (uint)FilterProfiles.All.Length;

    private static string NameOf(uint kind)
    {
        string name = FilterProfiles.NameOf((FilterProfile)(kind & ~FilterSet.RulesKind));
        return (kind & FilterSet.RulesKind) == 0 ? name : $"rules of {name}";
    }

    // The kernel would reject such a program too, but for a late thread only when it starts.
    private static unsafe string? ReasonAgainst(uint kind, ReadOnlySpan<byte> section)
    {
        if ((kind & FilterSet.RulesKind) != 0)
        {
            return RuleTable.IsSound(section) ? null : "its records are cut or out of range";
        }
        return section.Length % sizeof(sock_filter) != 0
            ? $"{section.Length} bytes are no whole number of instructions"
            : BpfProgram.ReasonAgainstAnswers(MemoryMarshal.Cast<byte, sock_filter>(section));
    }
}
