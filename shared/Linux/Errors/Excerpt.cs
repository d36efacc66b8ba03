using System.Globalization;
using System.Text;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Errors;

/// <summary>
/// Makes foreign text safe for a one-line message: characters that would break the line or control the terminal are escaped, and long
/// text is truncated.
/// </summary>
public static class Excerpt
{
    /// <summary>Length at which a name is truncated: longer than any name or number worth quoting, shorter than a screen.</summary>
    [NotInHeader("Kiln's own bound")]
    public const int MaximumLength = 128;

    // PATH_MAX without its NUL: paths are shown whole, since their ends are what tells them apart.
    [NotInHeader("PATH_MAX - 1")]
    private const int MaximumPathLength = 4095;

    // Room for two paths and a sentence.
    [NotInHeader("Kiln's own bound")]
    private const int MaximumMessageLength = 3 * MaximumPathLength;

    /// <summary>Quotes a name, number or word.</summary>
    public static string Of(string text) => Of(text, text.Length);

    /// <summary>Quotes a name, number or word of which only the beginning is available.</summary>
    /// <param name="start">The whole text, or at least its first <see cref="MaximumLength"/> characters.</param>
    /// <param name="length">The length of the whole text, in characters.</param>
    public static string Of(string start, int length) => Escape(start, length, MaximumLength);

    public static string OfPath(string path) => Escape(path, path.Length, MaximumPathLength);

    /// <summary>Makes a message one line, whatever it quotes. Text that is already escaped stays as it is.</summary>
    public static string OfMessage(string message) => Escape(message, message.Length, MaximumMessageLength);

    /// <summary>Whether a character is shown as it is; all others are escaped.</summary>
    public static bool IsPlain(Rune rune) => IsPlain(Rune.GetUnicodeCategory(rune));

    private static string Escape(string text, int length, int maximumLength)
    {
        StringBuilder line = new(Math.Min(text.Length, maximumLength));
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, maximumLength)))
        {
            _ = IsPlain(char.GetUnicodeCategory(character)) ? line.Append(character) : line.Append($"\\u{(int)character:x4}");
        }
        return length > maximumLength ? $"{line}... ({length} characters)" : line.ToString();
    }

    // Format characters can reverse the text around them. Surrogates are escaped too, since truncation may split a pair, and so are
    // unassigned code points, which may look like anything.
    private static bool IsPlain(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
