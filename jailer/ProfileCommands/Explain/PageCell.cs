namespace Kiln.ProfileCommands.Explain;

/// <summary>A cell of a page's table.</summary>
/// <param name="Kind">What the style sheet knows it by: <c>call</c>, <c>place</c>, a kind of answer; or empty.</param>
internal sealed record PageCell(string Kind, string Text);
