using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>
/// The ELF note that identifies Kiln's monitor, for which the shipped filters are made (vmm/monitor-note.S). Every number in the file is
/// untrusted: none is added to another, and none decides how much is read.
/// </summary>
internal static unsafe class MonitorNote
{
    // The monitor has a dozen segments.
    private const int MostSegments = 64;

    // The monitor's notes take some hundred bytes.
    private const int MostNoteBytes = 4096;

    // The note's type among its owner's notes.
    private const uint Type = 0x4D;

    private static ReadOnlySpan<byte> Owner => "Kiln\0"u8;

    /// <summary>Whether a program has the note; false when its headers are malformed.</summary>
    /// <param name="file">A 64-bit ELF file, open for reading.</param>
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

    // The kernel's file offsets are signed; nothing lies beyond their maximum.
    private static bool TryFill(Descriptor file, ulong offset, Span<byte> bytes) =>
        offset <= long.MaxValue && file.ReadAt(bytes, (long)offset).Count == bytes.Length;
}
