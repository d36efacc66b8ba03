using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp;

/// <summary>Writes a set.</summary>
public static class FilterSetWriter
{
    /// <summary>Writes programs in the order of their profiles; the same programs give the same bytes.</summary>
    /// <param name="programs">A program for every profile.</param>
    public static byte[] Write(IReadOnlyDictionary<FilterProfile, BpfProgram> programs)
    {
        ReadOnlySpan<FilterProfile> profiles = FilterProfiles.All;
        List<byte> bytes = [.. FilterSet.Magic];
        Add(bytes, FilterSet.Version);
        Add(bytes, (uint)AuditArchitecture.AUDIT_ARCH_X86_64);
        Add(bytes, (uint)profiles.Length);
        int offset = FilterSet.HeaderLength + (profiles.Length * FilterSet.SectionLength);
        foreach (FilterProfile profile in profiles)
        {
            int length = MemoryMarshal.AsBytes(programs[profile].Instructions).Length;
            Add(bytes, (uint)profile);
            Add(bytes, (uint)offset);
            Add(bytes, (uint)length);
            offset += length;
        }
        foreach (FilterProfile profile in profiles)
        {
            bytes.AddRange(MemoryMarshal.AsBytes(programs[profile].Instructions));
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
