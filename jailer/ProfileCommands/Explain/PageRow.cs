using System.Linq;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A row of a page's table.</summary>
/// <param name="Id">What links lead to; empty for a row that has none.</param>
internal sealed record PageRow(string Id, IReadOnlyList<PageCell> Cells)
{
    /// <param name="headings">The heading of each column: a narrow screen shows a row as lines, each with its heading.</param>
    internal string ToHtml(IReadOnlyList<string> headings)
    {
        IEnumerable<string> cells = Cells.Zip(headings, (cell, heading) => $"<td{Attribute("class", cell.Kind)} data-label=\"{heading}\">{cell.ToHtml()}</td>");
        return $"<tr{Attribute("id", Id)}>{string.Concat(cells)}</tr>\n";
    }

    private static string Attribute(string name, string value) => value.Length == 0 ? "" : $" {name}=\"{PageParts.Escape(value)}\"";
}
