using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Explain;

/// <summary>The section of a page that says what changed.</summary>
internal static class PageChanges
{
    internal static void AppendChanges(this StringBuilder page, PolicyChanges changes, PageLinks links)
    {
        string[] equal = [.. changes.Threads.Where(thread => thread is { Changes: [], NotProven: [] }).Select(thread => thread.Name)];
        page.BeginSection(
            "changes", $"What changed since {changes.Since}",
            $"Proven along all paths of the compiled filters: what is not named is answered alike.{(equal.Length > 0 ? $" Equal: {string.Join(", ", equal)}." : "")}");
        if (changes.Threads.Count > equal.Length)
        {
            page.AppendTable(["thread", "change", "calls", "before", "after", "such as", "place"], changes.Threads.SelectMany(thread => RowsOf(thread, links)));
        }
        page.Append($"<h3>{ChangeReport.Written}</h3>\n");
        if (changes.Rules is not { Count: > 0 } rules)
        {
            page.Append($"<p>{(changes.Rules is null ? ChangeReport.NoTexts : "None.")}</p>\n");
        }
        else
        {
            page.AppendTable(["change", "syscall", "conditions", "action", "reason", "place"], rules.Select(change => new PageRow("",
            [
                new(change.Kind == "added" ? "danger" : "", change.Kind), new("call", change.Rule.Call), new("", change.Rule.ConditionText),
                new("", change.Rule.Action.ToString()), new("reason", change.Reasons),
                change.After is { } after ? links.To(after.Place) : new("place", change.Rule.Place.ToString()),
            ])));
        }
        page.EndSection();
    }

    private static IEnumerable<PageRow> RowsOf(ThreadDifference thread, PageLinks links)
    {
        foreach (ChangeGroup group in thread.Groups)
        {
            foreach (ThreadChange change in group.Shown)
            {
                // The line of a change that is not wider is one of the other side.
                yield return new PageRow("",
                [
                    new("", thread.Name), new(change.Change.IsStricter ? "grant" : "danger", DiffWords.Of(change.Verdict)), new("", CallWords.Of(change.Change.Calls)),
                    new("", change.Change.Before.ToString()), new("", change.Change.After.ToString()), new("", DiffWords.Witness(change.Change)),
                    change is { Change.IsWider: true, Place: { } place } ? links.To(place) : new("place", change.Place ?? ""),
                ]);
            }
            if (group.Rest is { } rest)
            {
                yield return Remark(thread, new PageCell("", ""), $"{CallWords.NameOf(group.Cases[0].Change.Calls)}, {rest}", "");
            }
        }
        foreach (UnprovenCalls unproven in thread.NotProven)
        {
            yield return Remark(thread, new PageCell("danger", DiffWords.Of(DiffVerdict.NotProven)), CallWords.NameOf(unproven.Calls), DiffWords.Of(unproven));
        }
    }

    private static PageRow Remark(ThreadDifference thread, PageCell kind, string calls, string text) =>
        new("", [new("", thread.Name), kind, new("", calls), new("", ""), new("", ""), new("", text), new("place", "")]);
}
