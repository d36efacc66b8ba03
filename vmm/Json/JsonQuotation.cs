using System.Globalization;
using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>Quotes a string that stands where something else should, as Rust's debug format does.</summary>
internal static class JsonQuotation
{
    // As long as Kiln.Linux.Excerpt's: the rest of what a client sent itself tells it nothing.
    private const int MaximumLength = 128;

    /// <summary>For example <c>"a\nb"</c>, with the quotation marks.</summary>
    /// <param name="text">The string.</param>
    internal static string Of(string text)
    {
        StringBuilder quoted = new("\"");
        int length = Math.Min(text.Length, MaximumLength);
        foreach (Rune rune in text.AsSpan(0, length).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\0' => quoted.Append("\\0"),
                '\t' => quoted.Append("\\t"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                ' ' => quoted.Append(' '),
                _ when IsPlain(rune) => quoted.Append(rune.ToString()),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"),
            };
        }
        return quoted.Append(text.Length > MaximumLength ? $"\"... ({text.Length} characters)" : "\"").ToString();
    }

    // Nothing that a terminal takes for more than a character, and nothing that changes the one before it.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
