using System.Text;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Foundation.Text;

/// <summary>Makes text that anybody may have written fit to stand inside something else: a line, a JSON string, a quotation, a label.</summary>
internal static class TextEscape
{
    // A character's longest forms: UTF-8, and two escapes of six characters for one that UTF-16 has as a pair.
    private const int Utf8Length = 4;
    private const int Utf16Length = 2;

    /// <summary>Appends a character to a line: what would break it or command a terminal becomes <c>\u</c> and four digits.</summary>
    /// <param name="writer">The line.</param>
    /// <param name="rune">The character.</param>
    internal static void AppendToLine(ref Utf8Writer writer, Rune rune)
    {
        if (Excerpt.IsPlain(rune))
        {
            AppendPlain(ref writer, rune);
        }
        else
        {
            AppendEscaped(ref writer, rune);
        }
    }

    /// <summary>Appends a character to a JSON string.</summary>
    /// <param name="writer">The string.</param>
    /// <param name="rune">The character.</param>
    internal static void AppendToJson(ref Utf8Writer writer, Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                writer.Append("\\\""u8);
                break;
            case '\\':
                writer.Append("\\\\"u8);
                break;
            default:
                AppendToLine(ref writer, rune);
                break;
        }
    }

    /// <summary>Appends text to a JSON string.</summary>
    /// <param name="writer">The string.</param>
    /// <param name="text">The text; half of a surrogate pair becomes U+FFFD.</param>
    internal static void AppendToJson(ref Utf8Writer writer, string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            AppendToJson(ref writer, rune);
        }
    }

    /// <summary>Appends text to the value of an OpenMetrics label, which escapes no more than three characters.</summary>
    /// <param name="writer">The value.</param>
    /// <param name="text">The text; half of a surrogate pair becomes U+FFFD.</param>
    internal static void AppendToLabel(ref Utf8Writer writer, string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"':
                    writer.Append("\\\""u8);
                    break;
                case '\\':
                    writer.Append("\\\\"u8);
                    break;
                case '\n':
                    writer.Append("\\n"u8);
                    break;
                default:
                    AppendPlain(ref writer, rune);
                    break;
            }
        }
    }

    private static void AppendPlain(ref Utf8Writer writer, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[Utf8Length];
        writer.Append(bytes[..rune.EncodeToUtf8(bytes)]);
    }

    // Whole or not at all: a line may end here.
    private static void AppendEscaped(ref Utf8Writer writer, Rune rune)
    {
        Span<char> units = stackalloc char[Utf16Length];
        Span<byte> text = stackalloc byte[Utf16Length * 6];
        int length = 0;
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            text[length++] = (byte)'\\';
            text[length++] = (byte)'u';
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                text[length++] = "0123456789abcdef"u8[(unit >> shift) & 0xF];
            }
        }
        writer.Append(text[..length]);
    }
}
