namespace Kiln.ProfileCommands.Explain;

/// <summary>A text of a page.</summary>
/// <param name="Target">The id on the page that it leads to; null when it leads nowhere.</param>
internal sealed record PageText(string Text, string? Target)
{
    internal string ToHtml() => Target is null ? PageParts.Escape(Text) : $"<a href=\"#{PageParts.Escape(Target)}\">{PageParts.Escape(Text)}</a>";
}
