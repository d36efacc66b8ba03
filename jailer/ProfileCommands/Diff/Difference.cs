using System.Linq;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Diff;

/// <summary>All that differs between two sides: what the filters answer, and what the profiles say beside it.</summary>
/// <param name="Rules">What is written otherwise; empty unless both sides have profiles. So are the files.</param>
internal sealed record Difference(IReadOnlyList<ThreadDifference> Threads, IReadOnlyList<RuleChange> Rules, IReadOnlyList<FileChange> Files)
{
    /// <summary>What it comes to; rules and files as they are written change no answer.</summary>
    internal DiffVerdict Verdict => Threads.Select(thread => thread.Verdict).DefaultIfEmpty(DiffVerdict.NotProven).Max();

    internal static Difference Between(FilterSide before, FilterSide after)
    {
        IReadOnlyList<ThreadDifference> threads = ThreadDifference.Between(before, after);
        return before.Profiles is { } old && after.Profiles is { } changed
            ? new Difference(threads, RuleChange.Between(old.RulesOf(ReviewOrder.Programs), changed.RulesOf(ReviewOrder.Programs)), FileChange.Between(old.Source, changed.Source))
            : new Difference(threads, [], []);
    }
}
