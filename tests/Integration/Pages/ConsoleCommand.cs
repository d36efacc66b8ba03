namespace Kiln.Integration.Tests.Pages;

/// <summary>A command of a page, and the output that the page shows for it.</summary>
/// <param name="Text">What follows <c>$ </c>, with the lines that follow <c>> </c>.</param>
/// <param name="Output">The lines below it, with <c>...</c> for what the page leaves out.</param>
internal sealed record ConsoleCommand(string Text, IReadOnlyList<string> Output);
