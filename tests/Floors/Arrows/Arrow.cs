namespace Kiln.Floors.Tests.Arrows;

/// <summary>One folder needs another.</summary>
/// <param name="From">The folder that needs, below the project's; <c>.</c> is the project's own.</param>
/// <param name="To">The folder that is needed.</param>
/// <param name="Witness">Where that is seen: a type and what it needs.</param>
internal sealed record Arrow(string From, string To, string Witness);
