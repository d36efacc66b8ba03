using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>
/// The note by which a program says that it is Kiln's monitor, for which the shipped filters are made (vmm/monitor-note.S). Who wrote the file
/// chose every number in it: none is added to another, and none decides how much is read.
/// </summary>
internal static unsafe class MonitorNote
{
    // The monitor has a dozen segments.
    private const int MostSegments = 64;

    // The monitor's notes take some hundred bytes.
    private const int MostNoteBytes = 4096;

    // Its number among the owner's notes.
    private const uint Type = 0x4D;

    private static ReadOnlySpan<byte> Owner => "Kiln\0"u8;

    /// <summary>Whether a program has the note; one whose headers are broken has none.</summary>
    /// <param name="file">A 64-bit ELF file, opened to be read.</param>
    internal static bool IsIn(Descriptor file)
    {
        Elf64_Ehdr header = default;
        if (!TryFill(file, 0, MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header)))
            || header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum > MostSegments)
        {
            return false;
        }
        Span<Elf64_Phdr> segments = stackalloc Elf64_Phdr[header.e_phnum];
        return TryFill(file, header.e_phoff, MemoryMarshal.AsBytes(segments)) && IsInOneOf(segments, file);
    }

    private static bool IsInOneOf(ReadOnlySpan<Elf64_Phdr> segments, Descriptor file)
    {
        Span<byte> buffer = stackalloc byte[MostNoteBytes];
        foreach (ref readonly Elf64_Phdr segment in segments)
        {
            Span<byte> notes = buffer[..(int)Math.Min(segment.p_filesz, MostNoteBytes)];
            if (segment.p_type == ElfSegmentType.PT_NOTE && TryFill(file, segment.p_offset, notes) && ElfNotes.TryFind(notes, Owner, Type, out _))
            {
                return true;
            }
        }
        return false;
    }

    // The kernel counts a file's bytes with a sign; behind its end there are none.
    private static bool TryFill(Descriptor file, ulong offset, Span<byte> bytes) =>
        offset <= long.MaxValue && file.ReadAt(bytes, (long)offset).Count == bytes.Length;
}
