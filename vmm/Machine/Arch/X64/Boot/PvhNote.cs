using System.Buffers.Binary;
using Kiln.Linux.Files;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The ELF note that holds a kernel's PVH entry point (xen/include/public/elfnote.h).</summary>
internal static class PvhNote
{
    /// <summary>
    /// The most bytes of a note segment that are searched. Kernels have a few hundred; the limit keeps a file from choosing how much memory its
    /// notes take.
    /// </summary>
    internal const int MaximumLength = 64 << 10;

    // XEN_ELFNOTE_PHYS32_ENTRY.
    private const uint Physical32Entry = 18;

    /// <summary>Owner of note type 18.</summary>
    private static ReadOnlySpan<byte> Name => "Xen\0"u8;

    /// <summary>Finds the first PVH note.</summary>
    /// <param name="notes">Content of a note segment, untrusted. The search ends at the first malformed note.</param>
    /// <param name="description">The note's descriptor, cut off where <paramref name="notes"/> ends.</param>
    internal static bool TryFind(ReadOnlySpan<byte> notes, out ReadOnlySpan<byte> description) =>
        ElfNotes.TryFind(notes, Name, Physical32Entry, out description);

    /// <param name="description">The note's descriptor, untrusted.</param>
    /// <param name="entry">The 32-bit guest-physical address in its first four bytes; bytes after them are ignored.</param>
    /// <returns>False when the descriptor is too short.</returns>
    internal static bool TryReadEntry(ReadOnlySpan<byte> description, out uint entry) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(description, out entry);
}
