using System.Globalization;
using System.Text;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Json;

/// <summary>Quotes a string that stands where something else should, as Rust's debug format does.</summary>
internal static class JsonQuotation
{
    /// <summary>For example <c>"a\nb"</c>, with the quotation marks.</summary>
    /// <param name="start">Its start: all of it, or as much as is quoted.</param>
    /// <param name="length">The length of the whole, in characters.</param>
    internal static string Of(string start, int length)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in start.AsSpan(0, Math.Min(start.Length, Excerpt.MaximumLength)).EnumerateRunes())
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
        return quoted.Append(length > Excerpt.MaximumLength ? $"\"... ({length} characters)" : "\"").ToString();
    }

    // Nothing that a terminal takes for more than a character, and nothing that changes the one before it.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
