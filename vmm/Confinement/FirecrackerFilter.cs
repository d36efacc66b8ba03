using System.Buffers.Binary;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Recognizes files with filters for Firecracker: the JSON input of its compiler, and both encodings of the compiler's output. Their content is not
/// used, only named in the failure.
/// </summary>
internal static class FirecrackerFilter
{
    // Firecracker's filters are for three threads, with these names in this order.
    private const int Threads = 3;

    // The names follow each other, after a few bytes of lengths.
    private const int NamesWithin = 64;

    private static ReadOnlySpan<byte> Names => "apivcpuvmm"u8;

    /// <summary>Whether a file holds filters for Firecracker.</summary>
    internal static bool Is(ReadOnlySpan<byte> file) => IsJson(file) || IsBincode(file) || IsBitcode(file);

    private static bool IsJson(ReadOnlySpan<byte> file) => file.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    // Up to Firecracker 1.13: the number of threads; then for each, in any order, the length of its name and the name. Lengths have 64 bits.
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
