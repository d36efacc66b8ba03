using System.Linq;

namespace Kiln.ProfileCommands.Diff;

/// <summary>All that differs between two sides: what the filters answer, and what the profiles say beside it.</summary>
/// <param name="Reasons">Empty unless both sides have profiles; so are the files.</param>
internal sealed record Difference(IReadOnlyList<ThreadDifference> Threads, IReadOnlyList<ReasonChange> Reasons, IReadOnlyList<FileChange> Files)
{
    /// <summary>What it comes to; reasons and files change no answer.</summary>
    internal DiffVerdict Verdict => Threads.Select(thread => thread.Verdict).DefaultIfEmpty(DiffVerdict.NotProven).Max();

    internal static Difference Between(FilterSide before, FilterSide after)
    {
        IReadOnlyList<ThreadDifference> threads = ThreadDifference.Between(before, after);
        return before.Profiles is { } old && after.Profiles is { } changed
            ? new Difference(threads, ReasonChange.Between(old.Library, changed.Library), FileChange.Between(old.Source, changed.Source))
            : new Difference(threads, [], []);
    }
}
