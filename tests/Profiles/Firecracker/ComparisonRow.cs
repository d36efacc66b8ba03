using System.Linq;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>A row of the page: calls that the threads are allowed alike.</summary>
/// <param name="Scopes">How far, for each thread.</param>
/// <param name="Cause">Why only one of the two allows them; empty where both do.</param>
internal sealed record ComparisonRow(string[] Calls, string[] Scopes, string Cause)
{
    /// <summary>Reads a line of a Markdown table.</summary>
    internal static ComparisonRow Parse(string line)
    {
        string[] cells = [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
        return new ComparisonRow([.. cells[0].Split(", ").Select(call => call.Trim('`'))], cells[1..4], cells.Length > 4 ? cells[4] : "");
    }
}
