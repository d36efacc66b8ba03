using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>What a thread's filters answer differently.</summary>
/// <param name="Name">The thread's newest program; <c>filter</c> when both sides are one filter of any thread.</param>
internal sealed record ThreadDifference(string Name, IReadOnlyList<ThreadChange> Changes, IReadOnlyList<UnprovenCalls> NotProven)
{
    /// <summary>The changes by call and answers.</summary>
    internal IReadOnlyList<ChangeGroup> Groups { get; } = ChangeGroup.Of(Changes);

    /// <summary>What it comes to.</summary>
    internal DiffVerdict Verdict => this switch
    {
        { NotProven.Count: > 0 } => DiffVerdict.NotProven,
        _ => Changes.Select(change => change.Verdict).DefaultIfEmpty(DiffVerdict.Equal).Max(),
    };

    /// <summary>The threads that both sides have.</summary>
    internal static IReadOnlyList<ThreadDifference> Between(FilterSide before, FilterSide after) => before.Alone is { } one && after.Alone is { } other
        ? [Of("filter", one, other, (_, _) => null)]
        :
        [
            .. from thread in ReviewOrder.Programs
               let old = before.StackOf(thread)
               let changed = after.StackOf(thread)
               where old is not null && changed is not null
               select Of(FilterProfiles.NameOf(thread), old, changed, (change, isWider) => (isWider ? after : before).PlaceOf(thread, change)),
        ];

    private static ThreadDifference Of(string name, FilterStack before, FilterStack after, Func<AnswerChange, bool, string?> placeOf)
    {
        StackProof proof = StackProof.Of(before, after);
        return new ThreadDifference(name, [.. proof.Changes.Select(change => ThreadChange.Of(change, placeOf))], proof.NotProven);
    }
}
