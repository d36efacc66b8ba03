using System.Text;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Foundation.Text;

/// <summary>Escapes untrusted text for a line, a JSON string, a quotation or a label.</summary>
internal static class TextEscape
{
    // The longest encodings of a character: four bytes in UTF-8, two units in UTF-16, each escaped in six characters.
    private const int Utf8Length = 4;
    private const int Utf16Length = 2;

    /// <summary>Appends a character to a line, escaped as <c>\u</c> and four digits if it could break the line or control a terminal.</summary>
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

    /// <summary>Appends a character to a JSON string, escaped as needed.</summary>
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

    /// <summary>Appends text to a JSON string, escaped as needed.</summary>
    /// <param name="text">The text; an unpaired surrogate becomes U+FFFD.</param>
    internal static void AppendToJson(ref Utf8Writer writer, string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            AppendToJson(ref writer, rune);
        }
    }

    /// <summary>Appends text to the value of an OpenMetrics label, in which only three characters are escaped.</summary>
    /// <param name="text">The text; an unpaired surrogate becomes U+FFFD.</param>
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

    /// <summary>Appends a character as <c>\u</c> and four digits, twice if UTF-16 has two units for it; whole or not at all, since the line may end here.</summary>
    internal static void AppendEscaped(ref Utf8Writer writer, Rune rune)
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

    private static void AppendPlain(ref Utf8Writer writer, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[Utf8Length];
        writer.Append(bytes[..rune.EncodeToUtf8(bytes)]);
    }
}
