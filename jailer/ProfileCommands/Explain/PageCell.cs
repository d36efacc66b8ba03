using System.Linq;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A cell of a page's table.</summary>
/// <param name="Kind">What the style sheet knows it by: <c>call</c>, <c>place</c>, a kind of answer; or empty.</param>
/// <param name="Texts">What is in it, one after the other.</param>
internal sealed record PageCell(string Kind, IReadOnlyList<PageText> Texts)
{
    internal PageCell(string kind, string text)
        : this(kind, [new PageText(text, null)])
    {
    }

    /// <summary>What is in the cell.</summary>
    internal string ToHtml()
    {
        string content = string.Concat(Texts.Select(text => text.ToHtml()));
        return Kind == "call" ? $"<code>{content}</code>" : content;
    }
}
