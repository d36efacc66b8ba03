using System.Linq;
using System.Text;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Sections and tables of a page.</summary>
internal static class PageSections
{
    /// <summary>Begins a section.</summary>
    /// <param name="id">What links lead to.</param>
    /// <param name="text">A sentence below the heading.</param>
    internal static void BeginSection(this StringBuilder page, string id, string heading, string text) =>
        page.Append($"<section id=\"{PageParts.Escape(id)}\">\n<h2>{PageParts.Escape(heading)}</h2>\n<p>{PageParts.Escape(text)}</p>\n");

    internal static void EndSection(this StringBuilder page) => page.Append("</section>\n");

    internal static void AppendTable(this StringBuilder page, IReadOnlyList<string> headings, IEnumerable<PageRow> rows)
    {
        page.Append($"<table>\n<thead><tr>{string.Concat(headings.Select(heading => $"<th scope=\"col\">{heading}</th>"))}</tr></thead>\n<tbody>\n");
        foreach (PageRow row in rows)
        {
            page.Append(row.ToHtml(headings));
        }
        page.Append("</tbody>\n</table>\n");
    }
}
