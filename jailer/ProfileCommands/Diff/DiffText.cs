using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Formats a comparison for a terminal.</summary>
internal static class DiffText
{
    /// <summary>A paragraph for each thread, then the reasons and the files that changed, if any. What rules were added or removed shows in the threads.</summary>
    internal static string Of(Difference difference)
    {
        StringBuilder text = new(Of(difference.Threads));
        foreach (RuleChange change in difference.Rules)
        {
            text.Append(change is { Before: { } before, After: { } after } ? $"reason of {after.Call}, {after.Place}\n  was: {before.Reason}\n  is:  {after.Reason}\n" : "");
        }
        string files = string.Join(", ", difference.Files.Select(file => $"{file.File} {file.Kind}"));
        return text.Append(files.Length == 0 ? "" : $"files: {files}\n").ToString();
    }

    /// <summary>A paragraph for each thread.</summary>
    internal static string Of(IReadOnlyList<ThreadDifference> threads)
    {
        StringBuilder text = new();
        foreach (ThreadDifference thread in threads)
        {
            text.Append($"{thread.Name}: {DiffWords.Headline(thread)}\n");
            foreach (ChangeGroup group in thread.Groups)
            {
                foreach (ThreadChange change in group.Shown)
                {
                    text.Append($"  {DiffWords.Of(change.Verdict),-9} {CallWords.Of(change.Change.Calls)}: {change.Change.Before} -> {change.Change.After}{(change.Place is { } place ? $", {place}" : "")}\n");
                    text.Append($"            such as {DiffWords.Witness(change.Change)}\n");
                }
                text.Append(group.Rest is { } rest ? $"            {rest}\n" : "");
            }
            foreach (UnprovenCalls unproven in thread.NotProven)
            {
                text.Append($"  {"unproven",-9} {CallWords.NameOf(unproven.Calls)}: {DiffWords.Of(unproven)}\n");
            }
        }
        return text.ToString();
    }
}
