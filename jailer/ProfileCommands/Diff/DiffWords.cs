using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Diff;

/// <summary>What the reports of a comparison say alike.</summary>
internal static class DiffWords
{
    internal static string Of(DiffVerdict verdict) => verdict switch
    {
        DiffVerdict.Equal => "equal",
        DiffVerdict.Stricter => "stricter",
        DiffVerdict.Other => "other",
        DiffVerdict.Wider => "wider",
        _ => "not proven",
    };

    /// <summary>A thread in a few words.</summary>
    internal static string Headline(ThreadDifference thread) => (thread.Groups.Count, thread.NotProven.Count) switch
    {
        (0, 0) => "equal",
        (var changes, 0) => CountWords.Of(changes, "change"),
        (var changes, _) => $"{(changes == 0 ? "" : $"{CountWords.Of(changes, "change")}, and ")}not proven for {string.Join(", ", thread.NotProven.Select(unproven => CallWords.NameOf(unproven.Calls)))}",
    };

    /// <summary>What is known of calls that are not proven.</summary>
    internal static string Of(UnprovenCalls unproven) => unproven.Found is []
        ? $"{CountWords.Of(unproven.Tried, "call")} at the edges of what the filters compare with {(unproven.Tried == 1 ? "is" : "are")} answered alike, which proves nothing"
        : string.Join("; ", unproven.Found.Select(found => $"{Witness(found)}: {found.Before} -> {found.After}"));

    /// <summary>The smallest call of a change.</summary>
    internal static string Witness(AnswerChange change) => CallWords.Made(change.Calls.SmallestNumber, change.Calls.SmallestArguments());
}
