using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

public static class FilterSetWriter
{
    /// <summary>Compiles the rules of every program, and writes programs and rules in profile order.</summary>
    /// <param name="programs">Rules for every profile, all of one architecture.</param>
    /// <param name="options">Properties to record in the set.</param>
    /// <returns>The set, deterministic for the same rules.</returns>
    /// <exception cref="ProgramTooLargeException">The rules of a program need more than 4096 instructions.</exception>
    public static byte[] Write(IReadOnlyDictionary<FilterProfile, RuleSet> programs, FilterSetOptions options)
    {
        List<(uint Kind, byte[] Content)> sections = [];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            sections.Add(((uint)profile, MemoryMarshal.AsBytes(BpfCompiler.Compile(programs[profile]).Instructions).ToArray()));
        }
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            sections.Add((FilterSet.RulesKind | (uint)profile, RuleTableWriter.Write(programs[profile].Rules)));
        }
        return Write(sections, BpfCompiler.ArchitectureOf(programs.Values.First().Architecture), options);
    }

    private static byte[] Write(List<(uint Kind, byte[] Content)> sections, AuditArchitecture architecture, FilterSetOptions options)
    {
        List<byte> bytes = [.. FilterSet.Magic];
        Add(bytes, FilterSet.Version);
        Add(bytes, (uint)architecture);
        Add(bytes, (uint)options);
        Add(bytes, (uint)sections.Count);
        int offset = FilterSet.HeaderLength + (sections.Count * FilterSet.SectionLength);
        foreach ((uint kind, byte[] content) in sections)
        {
            Add(bytes, kind);
            Add(bytes, (uint)offset);
            Add(bytes, (uint)content.Length);
            offset += content.Length;
        }
        foreach ((_, byte[] content) in sections)
        {
            bytes.AddRange(content);
        }
        Span<byte> checksum = stackalloc byte[FilterSet.ChecksumLength];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Checksum.Of(CollectionsMarshal.AsSpan(bytes)));
        bytes.AddRange(checksum);
        return [.. bytes];
    }

    private static void Add(List<byte> bytes, uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }
}
