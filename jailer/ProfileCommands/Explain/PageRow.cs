using System.Linq;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A row of a page's table.</summary>
/// <param name="Kind"><c>again</c> when paper has it elsewhere; or empty.</param>
internal sealed record PageRow(string Kind, IReadOnlyList<PageCell> Cells)
{
    /// <param name="headings">The heading of each column: a narrow screen shows a row as lines, each with its heading.</param>
    internal string ToHtml(IReadOnlyList<string> headings) =>
        $"<tr{Class(Kind)}>{string.Concat(Cells.Zip(headings, (cell, heading) => $"<td{Class(cell.Kind)} data-label=\"{heading}\">{Content(cell)}</td>"))}</tr>\n";

    private static string Class(string kind) => kind.Length == 0 ? "" : $" class=\"{kind}\"";

    private static string Content(PageCell cell) => cell.Kind == "call" ? $"<code>{PageParts.Escape(cell.Text)}</code>" : PageParts.Escape(cell.Text);
}
