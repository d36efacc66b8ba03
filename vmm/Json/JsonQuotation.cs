using System.Globalization;
using System.Text;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Json;

/// <summary>Quotes a string as Rust's debug format does, for messages about unexpected values.</summary>
internal static class JsonQuotation
{
    /// <summary>Returns, for example, <c>"a\nb"</c>, including the quotation marks.</summary>
    /// <param name="start">The start of the string, at least as much as is quoted.</param>
    /// <param name="length">The length of the whole string in characters.</param>
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

    // Excludes control characters, and those that a terminal combines with the character before.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
