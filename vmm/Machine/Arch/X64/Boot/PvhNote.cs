using System.Buffers.Binary;
using Kiln.Linux.Files;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The note by which an ELF kernel tells where Xen's PVH protocol enters it (xen/include/public/elfnote.h).</summary>
internal static class PvhNote
{
    /// <summary>
    /// The bytes of a note segment that are looked at. Kernels have a few hundred; the bound keeps a file from choosing how much
    /// memory its notes take.
    /// </summary>
    internal const int MaximumLength = 64 << 10;

    // XEN_ELFNOTE_PHYS32_ENTRY.
    private const uint Physical32Entry = 18;

    /// <summary>Whose number 18 it is.</summary>
    private static ReadOnlySpan<byte> Name => "Xen\0"u8;

    /// <summary>Looks for the first such note.</summary>
    /// <param name="notes">The content of a note segment; any bytes. What is no whole note ends the search.</param>
    /// <param name="description">What the note says: as much of it as <paramref name="notes"/> has.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool TryFind(ReadOnlySpan<byte> notes, out ReadOnlySpan<byte> description) =>
        ElfNotes.TryFind(notes, Name, Physical32Entry, out description);

    /// <summary>Reads the entry point of a note.</summary>
    /// <param name="description">What the note says; any bytes.</param>
    /// <param name="entry">The 32-bit guest-physical address in its first four bytes, which padding or more may follow.</param>
    /// <returns>False when it is too short for one.</returns>
    internal static bool TryReadEntry(ReadOnlySpan<byte> description, out uint entry) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(description, out entry);
}
