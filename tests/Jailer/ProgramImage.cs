using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Abi;

namespace Kiln.Jailer.Tests;

/// <summary>A 64-bit ELF program with note segments, valid unless a test breaks it.</summary>
internal sealed unsafe class ProgramImage
{
    private Elf64_Ehdr _header = new() { e_machine = 62, e_phoff = (ulong)sizeof(Elf64_Ehdr), e_phentsize = (ushort)sizeof(Elf64_Phdr) };

    /// <summary>The note of Kiln's monitor.</summary>
    internal static byte[] MonitorsNote { get; } = Note("Kiln\0", 0x4D);

    /// <summary>A program with the note of Kiln's monitor.</summary>
    internal static byte[] OfMonitor => Of(MonitorsNote).ToBytes();

    internal ref Elf64_Ehdr Header => ref _header;

    /// <summary>Segments with their content, which follows the headers.</summary>
    internal List<(Elf64_Phdr Header, byte[] Content)> Segments { get; } = [];

    /// <summary>A program with the given notes.</summary>
    internal static ProgramImage Of(params byte[][] notes)
    {
        ProgramImage image = new();
        image.Segments.AddRange(notes.Select(note => (new Elf64_Phdr { p_type = ElfSegmentType.PT_NOTE, p_filesz = (ulong)note.Length }, note)));
        return image;
    }

    /// <summary>A note, name and description padded to four bytes.</summary>
    internal static byte[] Note(string name, uint type, params byte[] description) =>
    [
        .. Number((uint)name.Length), .. Number((uint)description.Length), .. Number(type),
        .. Padded(Encoding.ASCII.GetBytes(name)), .. Padded(description),
    ];

    /// <summary>The file. Offsets set by a test are kept.</summary>
    internal byte[] ToBytes()
    {
        Elf64_Ehdr header = _header;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header));
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(bytes);
        header.e_phnum = header.e_phnum == 0 ? (ushort)Segments.Count : header.e_phnum;
        List<byte> file = [.. bytes];
        ulong offset = (ulong)(sizeof(Elf64_Ehdr) + (Segments.Count * sizeof(Elf64_Phdr)));
        foreach ((Elf64_Phdr segment, byte[] content) in Segments)
        {
            Elf64_Phdr placed = segment.p_offset == 0 ? segment with { p_offset = offset } : segment;
            offset += (ulong)content.Length;
            file.AddRange(MemoryMarshal.AsBytes(new Span<Elf64_Phdr>(ref placed)));
        }
        return [.. file, .. Segments.SelectMany(segment => segment.Content)];
    }

    private static byte[] Number(uint value) => BitConverter.GetBytes(value);

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
}
