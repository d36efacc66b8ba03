using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The ELF note that identifies Kiln's monitor, for which the shipped filters are made (vmm/monitor-note.S).</summary>
internal static class MonitorNote
{
    // The monitor's notes take some hundred bytes.
    private const int MostNoteBytes = 4096;

    // The note's type among its owner's notes.
    private const uint Type = 0x4D;

    private static ReadOnlySpan<byte> Owner => "Kiln\0"u8;

    /// <summary>Whether a program has the note; false when its headers are malformed.</summary>
    /// <param name="file">A 64-bit ELF file, open for reading.</param>
    internal static bool IsIn(Descriptor file)
    {
        Span<byte> buffer = stackalloc byte[MostNoteBytes];
        foreach (ref readonly Elf64_Phdr segment in ElfSegments.Read(file, stackalloc Elf64_Phdr[ElfSegments.Most]))
        {
            Span<byte> notes = buffer[..(int)Math.Min(segment.p_filesz, MostNoteBytes)];
            if (segment.p_type == ElfSegmentType.PT_NOTE && ElfSegments.TryFill(file, segment.p_offset, notes) && ElfNotes.TryFind(notes, Owner, Type, out _))
            {
                return true;
            }
        }
        return false;
    }
}
