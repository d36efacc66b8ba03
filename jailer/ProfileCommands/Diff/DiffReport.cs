using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Formats a comparison.</summary>
internal static class DiffReport
{
    /// <summary>A paragraph for each thread.</summary>
    internal static string Text(IReadOnlyList<ThreadDifference> threads)
    {
        StringBuilder text = new();
        foreach (ThreadDifference thread in threads)
        {
            text.Append($"{FilterProfiles.NameOf(thread.Thread)}: {Headline(thread)}\n");
            foreach (ThreadChange change in thread.Changes)
            {
                text.Append($"  {change.Kind,-9} {CallWords.Of(change.Change.Calls)}: {change.Change.Before} -> {change.Change.After}{(change.Place is { } place ? $", {place}" : "")}\n");
                text.Append($"            such as {change.Witness}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>A table for a review.</summary>
    internal static string Markdown(IReadOnlyList<ThreadDifference> threads) => MarkdownText.Table(
        ["thread", "change", "calls", "before", "after", "line", "such as"],
        threads.SelectMany(thread => thread.Changes.Count == 0
            ? (IEnumerable<IReadOnlyList<string>>)[[FilterProfiles.NameOf(thread.Thread), Headline(thread), "", "", "", "", ""]]
            : thread.Changes.Select(change => (IReadOnlyList<string>)
                [
                    FilterProfiles.NameOf(thread.Thread), change.Kind, CallWords.Of(change.Change.Calls), $"{change.Change.Before}", $"{change.Change.After}", change.Place ?? "",
                    $"{change.Witness}",
                ])));

    /// <summary>An array of threads.</summary>
    internal static string Json(IReadOnlyList<ThreadDifference> threads) => JsonText.Of(writer => writer.WriteObjects(threads, thread =>
    {
        writer.WriteString("thread", FilterProfiles.NameOf(thread.Thread));
        writer.WriteObjects("changes", thread.Changes, change =>
        {
            writer.WriteString("kind", change.Kind);
            writer.WriteString("call", CallWords.NameOf(change.Change.Calls));
            writer.WriteString("arguments", CallWords.ArgumentsOf(change.Change.Calls));
            writer.WriteString("before", change.Change.Before.ToString());
            writer.WriteString("after", change.Change.After.ToString());
            writer.WriteString("line", change.Place);
            writer.WriteString("witness", change.Witness.ToString());
        });
        writer.WriteTexts("notProven", thread.NotProven);
    }));

    private static string Headline(ThreadDifference thread) => (thread.Changes.Count, thread.NotProven.Count) switch
    {
        (0, 0) => "equal",
        (var changes, 0) => Counted(changes),
        (var changes, _) => $"{(changes == 0 ? "" : $"{Counted(changes)}, and ")}not proven for {string.Join(", ", thread.NotProven)}",
    };

    private static string Counted(int changes) => changes == 1 ? "1 change" : $"{changes} changes";
}
