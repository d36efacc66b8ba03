using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>Reads ELF note segments. Every number in them is untrusted.</summary>
public static unsafe class ElfNotes
{
    // Names and descriptions are padded to four bytes, whatever the segment's own alignment says.
    [NotInHeader("a rule of the format, in no header")]
    private const ulong Alignment = 4;

    /// <summary>Finds the first note with a given owner and type.</summary>
    /// <param name="notes">The content of the segment, untrusted. A truncated note ends the search.</param>
    /// <param name="name">The owner's name, including its NUL.</param>
    /// <param name="type">The note's type in the owner's numbering.</param>
    /// <param name="description">The note's description, as far as <paramref name="notes"/> contains it.</param>
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
            // The sum of two 32-bit numbers cannot overflow 64 bits.
            ulong length = Padded(header.n_namesz) + Padded(header.n_descsz);
            notes = length < (ulong)content.Length ? content[(int)length..] : default;
        }
        description = default;
        return false;
    }

    private static ulong Padded(ulong length) => (length + (Alignment - 1)) & ~(Alignment - 1);
}
