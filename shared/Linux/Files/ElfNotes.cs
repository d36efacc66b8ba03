using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>The notes of an ELF file's note segment. Who wrote the file chose every number in them.</summary>
public static unsafe class ElfNotes
{
    // Names and descriptions are padded to this, whatever the segment's own alignment says.
    [NotInHeader("a rule of the format, in no header")]
    private const ulong Alignment = 4;

    /// <summary>Looks for the first note of a name and a type.</summary>
    /// <param name="notes">The content of the segment; any bytes. What is no whole note ends the search.</param>
    /// <param name="name">Whose note it is, with the NUL at its end.</param>
    /// <param name="type">The number that the note has with its owner.</param>
    /// <param name="description">What the note says: as much of it as <paramref name="notes"/> has.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(ReadOnlySpan<byte> notes, ReadOnlySpan<byte> name, uint type, out ReadOnlySpan<byte> description)
    {
        while (notes.Length >= sizeof(Elf64_Nhdr))
        {
            Elf64_Nhdr header = MemoryMarshal.Read<Elf64_Nhdr>(notes);
            ReadOnlySpan<byte> content = notes[sizeof(Elf64_Nhdr)..];
            if (header.n_type == type && header.n_namesz == name.Length && content.StartsWith(name))
            {
                content = content[(int)Math.Min((ulong)content.Length, Padded(header.n_namesz))..];
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

    private static ulong Padded(ulong length) => (length + (Alignment - 1)) & ~(Alignment - 1);
}
