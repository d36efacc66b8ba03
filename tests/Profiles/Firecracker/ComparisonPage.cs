using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Testing.Harness;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>The section of SECURITY.md that compares the filters with Firecracker's.</summary>
internal sealed partial class ComparisonPage(string text)
{
    private const string Heading = "## Beside Firecracker's filters\n";

    internal static ComparisonPage Read()
    {
        string page = File.ReadAllText(Path.Combine(Artifacts.Root, "SECURITY.md"));
        string section = page[(page.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)..];
        return new ComparisonPage(section[..section.IndexOf("\n## ", StringComparison.Ordinal)]);
    }

    /// <summary>The same page with another text in one place.</summary>
    internal ComparisonPage With(string old, string @new) => text.Contains(old, StringComparison.Ordinal)
        ? new ComparisonPage(text.Replace(old, @new, StringComparison.Ordinal))
        : throw new ArgumentException($"the page does not say '{old}'");

    /// <summary>Whether it has a sentence, however its lines end.</summary>
    internal bool Says(string sentence) => Space().Replace(text, " ").Contains(sentence, StringComparison.Ordinal);

    /// <summary>What is wrong with its tables; empty when they say what the profiles do.</summary>
    internal IReadOnlyList<string> Mistakes()
    {
        IEnumerable<string> firecracker = ThreadCalls.Firecracker.All;
        IEnumerable<string> kiln = ThreadCalls.Kiln.All;
        return
        [
            .. MistakesOf("What both allow", firecracker.Intersect(kiln), pair => pair.Text, explained: false),
            .. MistakesOf("What only Firecracker allows", firecracker.Except(kiln), pair => pair.Firecracker.Text, explained: true),
            .. MistakesOf("What only Kiln allows", kiln.Except(firecracker), pair => pair.Kiln.Text, explained: true),
        ];
    }

    private IEnumerable<string> MistakesOf(string title, IEnumerable<string> calls, Func<ScopePair, string> text, bool explained)
    {
        ComparisonRow[] rows = RowsOf(title);
        string[] listed = [.. rows.SelectMany(row => row.Calls)];
        string[] expected = [.. calls];
        return
        [
            .. listed.Except(expected).Select(call => $"{call} does not belong under '{title}'"),
            .. listed.CountBy(call => call).Where(call => call.Value > 1).Select(call => $"{call.Key} is there more than once"),
            .. rows.Where(row => explained != row.Cause.Length > 0).Select(row => $"{row.Calls[0]}: the cause is missing, or too much"),
            .. from call in expected
               let cells = ThreadCalls.Threads.Select(thread => text(ScopePair.Of(thread, call)))
               where !rows.Any(row => row.Calls.Contains(call) && row.Scopes.SequenceEqual(cells))
               select $"{call} wants the cells | {string.Join(" | ", cells)} |",
        ];
    }

    private ComparisonRow[] RowsOf(string title)
    {
        string part = text[text.IndexOf($"### {title}\n", StringComparison.Ordinal)..];
        int end = part.IndexOf("\n### ", StringComparison.Ordinal);
        return [.. (end < 0 ? part : part[..end]).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(ComparisonRow.Parse)];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
