using System.Buffers;

namespace Kiln.Vmm.Json;

/// <summary>Escapes what a JSON string must not have as it is, as serde_json does: nothing else.</summary>
internal static class JsonEscape
{
    /// <summary>The longest escape in bytes: <c>\u</c> and four digits.</summary>
    internal const int Longest = 6;

    private static readonly SearchValues<byte> _escaped = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    /// <summary>Finds the first byte that has to be escaped.</summary>
    /// <returns>Its index; -1 if there is none.</returns>
    internal static int IndexIn(ReadOnlySpan<byte> text) => text.IndexOfAny(_escaped);

    /// <summary>Writes the escape of a byte that needs one.</summary>
    /// <param name="to">At least <see cref="Longest"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    internal static int Write(byte value, Span<byte> to)
    {
        ReadOnlySpan<byte> escape = value switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\r' => "\\r"u8,
            _ => "\\u00"u8,
        };
        escape.CopyTo(to);
        if (escape.Length == "\\u00".Length)
        {
            ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
            (to[escape.Length], to[escape.Length + 1]) = (digits[value >> 4], digits[value & 0xF]);
            return Longest;
        }
        return escape.Length;
    }
}
