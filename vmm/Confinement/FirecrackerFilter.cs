using System.Buffers.Binary;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Knows files that hold filters for Firecracker: what its compiler reads, and what it has written in either of two encodings. They are not
/// read, only named for what they are.
/// </summary>
internal static class FirecrackerFilter
{
    // Its filters are for three threads, which have these names, here in their order.
    private const int Threads = 3;

    // The names, one after the other, stand behind a few bytes of lengths.
    private const int NamesWithin = 64;

    private static ReadOnlySpan<byte> Names => "apivcpuvmm"u8;

    /// <summary>Whether a file is one.</summary>
    /// <param name="file">Its bytes.</param>
    internal static bool Is(ReadOnlySpan<byte> file) => IsJson(file) || IsBincode(file) || IsBitcode(file);

    private static bool IsJson(ReadOnlySpan<byte> file) => file.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    // Up to 1.13: how many threads, then for each the length of its name and the name, lengths being 64 bits; in any order.
    private static bool IsBincode(ReadOnlySpan<byte> file)
    {
        const int NamePlace = 2 * sizeof(ulong);
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(file, out ulong count) || count != Threads || file.Length < NamePlace)
        {
            return false;
        }
        ReadOnlySpan<byte> name = file[NamePlace..];
        return BinaryPrimitives.ReadUInt64LittleEndian(file[sizeof(ulong)..]) switch
        {
            3 => name.StartsWith("vmm"u8) || name.StartsWith("api"u8),
            4 => name.StartsWith("vcpu"u8),
            _ => false,
        };
    }

    private static bool IsBitcode(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, NamesWithin)].IndexOf(Names) >= 0;
}
