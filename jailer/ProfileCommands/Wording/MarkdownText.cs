using System.Linq;
using System.Text;

namespace Kiln.Jailer.ProfileCommands.Wording;

/// <summary>Tables for reviews. Texts of profiles stay texts, whatever is in them.</summary>
internal static class MarkdownText
{
    /// <summary>A table.</summary>
    /// <param name="headings">Its columns.</param>
    /// <param name="rows">Its rows, of as many cells.</param>
    internal static string Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder text = new();
        text.Append(Row(headings)).Append(Row([.. headings.Select(_ => "---")]));
        foreach (IReadOnlyList<string> row in rows)
        {
            text.Append(Row([.. row.Select(Escape)]));
        }
        return text.ToString();
    }

    /// <summary>Text in which nothing is markup.</summary>
    /// <param name="text">Any text.</param>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new();
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            escaped.Append(character switch
            {
                '_' when IsWithinWord(text, index) => "_",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' => $"\\{character}",
                '<' => "&lt;",
                '&' => "&amp;",
                '\n' or '\r' => " ",
                _ => character.ToString(),
            });
        }
        return escaped.ToString();
    }

    // Constants have them, and there they are no markup.
    private static bool IsWithinWord(string text, int index) =>
        index > 0 && char.IsLetterOrDigit(text[index - 1]) && index + 1 < text.Length && char.IsLetterOrDigit(text[index + 1]);

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
