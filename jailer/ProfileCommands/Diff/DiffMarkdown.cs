using System.Linq;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Formats a comparison for a review.</summary>
internal static class DiffMarkdown
{
    /// <summary>A table of the changes, then one of the rules that are written otherwise and a line of the files that changed, if any.</summary>
    internal static string Of(Difference difference)
    {
        string rules = difference.Rules.Count == 0 ? "" : $"\n{Of(difference.Rules)}";
        string files = string.Join(", ", difference.Files.Select(file => $"{MarkdownText.Escape(file.File)} {file.Kind}"));
        return Of(difference.Threads) + rules + (files.Length == 0 ? "" : $"\nFiles: {files}.\n");
    }

    /// <summary>A table of the changes.</summary>
    internal static string Of(IReadOnlyList<ThreadDifference> threads) =>
        MarkdownText.Table(["thread", "change", "calls", "before", "after", "line", "such as"], threads.SelectMany(Rows));

    /// <summary>A table of the rules that are written otherwise.</summary>
    internal static string Of(IReadOnlyList<RuleChange> rules) => MarkdownText.Table(
        ["rule", "syscall", "action", "conditions", "reason", "place"],
        rules.Select(change => (IReadOnlyList<string>)
            [change.Kind, change.Rule.Call, change.Rule.Action.ToString(), change.Rule.ConditionText, change.Reasons, change.Rule.Place.ToString()]));

    private static IEnumerable<IReadOnlyList<string>> Rows(ThreadDifference thread)
    {
        if (thread.Verdict == DiffVerdict.Equal)
        {
            return [[thread.Name, "equal", "", "", "", "", ""]];
        }
        IEnumerable<IReadOnlyList<string>> changes = thread.Groups.SelectMany(group => group.Shown.Select(change => (IReadOnlyList<string>)
        [
            thread.Name, DiffWords.Of(change.Verdict), CallWords.Of(change.Change.Calls), $"{change.Change.Before}", $"{change.Change.After}", change.Place ?? "",
            DiffWords.Witness(change.Change),
        ]).Concat(group.Rest is { } rest ? [[thread.Name, DiffWords.Of(group.Cases[0].Verdict), $"{CallWords.NameOf(group.Cases[0].Change.Calls)}, {rest}", "", "", "", ""]] : []));
        return changes.Concat(thread.NotProven.Select(unproven => (IReadOnlyList<string>)
            [thread.Name, DiffWords.Of(DiffVerdict.NotProven), CallWords.NameOf(unproven.Calls), "", "", "", DiffWords.Of(unproven)]));
    }
}
