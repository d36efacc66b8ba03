using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Abi;
using Kiln.Vmm.Machine.Boot;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>An ELF kernel of one or more segments, valid unless a test breaks it.</summary>
internal sealed unsafe class KernelImage
{
    internal const ulong LoadAddress = 0x10_0000;

    private Elf64_Ehdr _header = new()
    {
        e_type = ElfConstants.ET_EXEC,
        e_machine = ElfConstants.EM_X86_64,
        e_entry = LoadAddress,
        e_phoff = (ulong)sizeof(Elf64_Ehdr),
        e_phentsize = (ushort)sizeof(Elf64_Phdr),
    };

    internal KernelImage()
    {
        "\u007fELF"u8.CopyTo(Ident);
        Ident[ElfConstants.EI_CLASS] = ElfConstants.ELFCLASS64;
        Ident[ElfConstants.EI_DATA] = ElfConstants.ELFDATA2LSB;
    }

    internal ref Elf64_Ehdr Header => ref _header;

    internal Span<byte> Ident => MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref _header))[..16];

    internal List<(Elf64_Phdr Header, byte[] Content)> Segments { get; } = [];

    /// <summary>A kernel of one segment with the given bytes at 1 MiB.</summary>
    internal static KernelImage Of(params byte[] content)
    {
        KernelImage image = new();
        image.Add(LoadAddress, content, (ulong)content.Length);
        return image;
    }

    internal void Add(ulong address, byte[] content, ulong memoryLength, ElfSegmentType type = ElfSegmentType.PT_LOAD) => Segments.Add((
        new Elf64_Phdr { p_type = type, p_paddr = address, p_filesz = (ulong)content.Length, p_memsz = memoryLength },
        content));

    /// <summary>Adds a segment of one note whose name and description are padded to four bytes.</summary>
    internal void AddNote(string name, uint type, params byte[] description) =>
        Add(0, Note(name, type, description), 0, ElfSegmentType.PT_NOTE);

    /// <summary>The bytes of a note.</summary>
    internal static byte[] Note(string name, uint type, params byte[] description) =>
    [
        .. BitConverter.GetBytes(name.Length), .. BitConverter.GetBytes(description.Length), .. BitConverter.GetBytes(type),
        .. Encoding.Latin1.GetBytes(name), .. new byte[-name.Length & 3], .. description, .. new byte[-description.Length & 3],
    ];

    internal void Change(int index, Func<Elf64_Phdr, Elf64_Phdr> change) =>
        Segments[index] = (change(Segments[index].Header), Segments[index].Content);

    /// <summary>The file. Offsets and the count of segments are filled in unless a test set them.</summary>
    internal byte[] ToBytes()
    {
        Elf64_Ehdr header = _header;
        header.e_phnum = header.e_phnum == 0 ? (ushort)Segments.Count : header.e_phnum;
        List<byte> file = [.. MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header))];
        ulong offset = (ulong)(sizeof(Elf64_Ehdr) + (Segments.Count * sizeof(Elf64_Phdr)));
        foreach ((Elf64_Phdr segment, byte[] content) in Segments)
        {
            Elf64_Phdr placed = segment;
            placed.p_offset = placed.p_offset == 0 ? offset : placed.p_offset;
            file.AddRange(MemoryMarshal.AsBytes(new Span<Elf64_Phdr>(ref placed)));
            offset += (ulong)content.Length;
        }
        Segments.ForEach(segment => file.AddRange(segment.Content));
        return [.. file];
    }
}
