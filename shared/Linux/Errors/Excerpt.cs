using System.Globalization;
using System.Text;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Errors;

/// <summary>
/// Text that somebody else wrote, made fit to stand in a one-line message: what would break the line or command the terminal is
/// escaped, and what is long is cut.
/// </summary>
public static class Excerpt
{
    /// <summary>The characters that a name is cut after: longer than every name and number that a message can need to quote, shorter than a screen.</summary>
    [NotInHeader("Kiln's own bound")]
    public const int MaximumLength = 128;

    // PATH_MAX without its NUL: what cannot be longer is shown whole, since its end is what tells paths apart.
    [NotInHeader("PATH_MAX - 1")]
    private const int MaximumPathLength = 4095;

    // Room for two paths and a sentence.
    [NotInHeader("Kiln's own bound")]
    private const int MaximumMessageLength = 3 * MaximumPathLength;

    /// <summary>A name, number or word.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text) => Of(text, text.Length);

    /// <summary>A name, number or word, of which only the start is at hand.</summary>
    /// <param name="start">Its start: all of it, or at least <see cref="MaximumLength"/> characters.</param>
    /// <param name="length">The length of the whole, in characters.</param>
    public static string Of(string start, int length) => Escape(start, length, MaximumLength);

    /// <summary>A path.</summary>
    /// <param name="path">Any text.</param>
    public static string OfPath(string path) => Escape(path, path.Length, MaximumPathLength);

    /// <summary>A whole message, to be one line whatever it quotes. What is escaped in it already stays as it is.</summary>
    /// <param name="message">Any text.</param>
    public static string OfMessage(string message) => Escape(message, message.Length, MaximumMessageLength);

    /// <summary>Whether a character stands for itself in a line; any other is escaped.</summary>
    /// <param name="rune">The character.</param>
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

    // Format characters turn the direction of the text around them. Surrogates go too: cutting may leave half of a pair. What no standard
    // gives a shape may look like anything.
    private static bool IsPlain(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
