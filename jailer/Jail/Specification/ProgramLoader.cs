using System.Text;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The loader of a dynamically linked program, without which the kernel finds no such file, though the program is there.</summary>
internal static class ProgramLoader
{
    // PATH_MAX of linux/limits.h; the kernel refuses a longer one.
    private const int MostPathBytes = 4096;

    /// <summary>The loader's path, as the program names it to the kernel; null when it names none.</summary>
    /// <param name="file">A 64-bit ELF file, open for reading.</param>
    internal static string? Of(Descriptor file)
    {
        Span<byte> buffer = stackalloc byte[MostPathBytes];
        foreach (ref readonly Elf64_Phdr segment in ElfSegments.Read(file, stackalloc Elf64_Phdr[ElfSegments.Most]))
        {
            Span<byte> path = buffer[..(int)Math.Min(segment.p_filesz, MostPathBytes)];
            if (segment.p_type == ElfSegmentType.PT_INTERP && ElfSegments.TryFill(file, segment.p_offset, path))
            {
                return Encoding.UTF8.GetString(path.TrimEnd((byte)0));
            }
        }
        return null;
    }
}
