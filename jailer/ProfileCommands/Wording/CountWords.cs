namespace Kiln.ProfileCommands.Wording;

internal static class CountWords
{
    /// <summary>A number of things: <c>1 call</c>, <c>2 calls</c>.</summary>
    /// <param name="thing">One of them; an s makes several.</param>
    internal static string Of(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
