using System.Linq;
using System.Text;

namespace Kiln.ProfileCommands.Wording;

/// <summary>Formats Markdown tables. Text from profiles is escaped, whatever it contains.</summary>
internal static class MarkdownText
{
    /// <param name="rows">Rows with as many cells as there are headings.</param>
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

    // Constants contain underscores, which are not markup inside a word.
    private static bool IsWithinWord(string text, int index) =>
        index > 0 && char.IsLetterOrDigit(text[index - 1]) && index + 1 < text.Length && char.IsLetterOrDigit(text[index + 1]);

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
