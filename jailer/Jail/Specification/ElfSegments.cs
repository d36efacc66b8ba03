using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The segments of an ELF file. Every number in the file is untrusted: none is added to another, and none decides how much is read.</summary>
internal static unsafe class ElfSegments
{
    /// <summary>The most segments that are looked at; the monitor has a dozen.</summary>
    internal const int Most = 64;

    /// <summary>Reads the program headers.</summary>
    /// <param name="file">A 64-bit ELF file, open for reading.</param>
    /// <param name="buffer">Room for <see cref="Most"/> headers.</param>
    /// <returns>The headers; none when they are malformed or too many.</returns>
    internal static ReadOnlySpan<Elf64_Phdr> Read(Descriptor file, Span<Elf64_Phdr> buffer)
    {
        Elf64_Ehdr header = default;
        if (!TryFill(file, 0, MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header)))
            || header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum > Most)
        {
            return default;
        }
        Span<Elf64_Phdr> segments = buffer[..header.e_phnum];
        return TryFill(file, header.e_phoff, MemoryMarshal.AsBytes(segments)) ? segments : default;
    }

    /// <summary>Reads bytes of the file; false when it has not all of them.</summary>
    /// <remarks>The kernel's file offsets are signed; nothing lies beyond their maximum.</remarks>
    internal static bool TryFill(Descriptor file, ulong offset, Span<byte> bytes) =>
        offset <= long.MaxValue && file.ReadAt(bytes, (long)offset).Count == bytes.Length;
}
