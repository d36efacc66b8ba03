using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kiln.Vmm.Machine.Boot;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Finds the note by which an ELF kernel tells where Xen's PVH protocol enters it (xen/include/public/elfnote.h).</summary>
internal static unsafe class PvhNote
{
    /// <summary>
    /// The bytes of a note segment that are looked at. Kernels have a few hundred; the bound keeps a file from choosing how much
    /// memory its notes take.
    /// </summary>
    internal const int MaximumLength = 64 << 10;

    // XEN_ELFNOTE_PHYS32_ENTRY.
    private const uint Physical32Entry = 18;

    // Names and descriptions are padded to this, whatever the segment's own alignment says.
    private const ulong Alignment = 4;

    /// <summary>Whose number 18 it is.</summary>
    private static ReadOnlySpan<byte> Name => "Xen\0"u8;

    /// <summary>Looks for the first such note.</summary>
    /// <param name="notes">The content of a note segment; any bytes. What is no whole note ends the search.</param>
    /// <param name="description">What the note says: as much of it as <paramref name="notes"/> has.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool TryFind(ReadOnlySpan<byte> notes, out ReadOnlySpan<byte> description)
    {
        while (notes.Length >= sizeof(Elf64_Nhdr))
        {
            Elf64_Nhdr header = MemoryMarshal.Read<Elf64_Nhdr>(notes);
            ReadOnlySpan<byte> content = notes[sizeof(Elf64_Nhdr)..];
            if (header.n_type == Physical32Entry && header.n_namesz == Name.Length && content.StartsWith(Name))
            {
                content = content[Name.Length..];
                description = content[..(int)Math.Min((uint)content.Length, header.n_descsz)];
                return true;
            }
            // Two 32-bit numbers cannot overflow 64 bits.
            ulong length = Padded(header.n_namesz) + Padded(header.n_descsz);
            notes = length < (ulong)content.Length ? content[(int)length..] : default;
        }
        description = default;
        return false;
    }

    /// <summary>Reads the entry point of a note.</summary>
    /// <param name="description">What the note says; any bytes.</param>
    /// <param name="entry">The 32-bit guest-physical address in its first four bytes, which padding or more may follow.</param>
    /// <returns>False when it is too short for one.</returns>
    internal static bool TryReadEntry(ReadOnlySpan<byte> description, out uint entry) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(description, out entry);

    private static ulong Padded(uint length) => (length + (Alignment - 1)) & ~(Alignment - 1);
}
