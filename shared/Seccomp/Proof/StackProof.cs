using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>
/// What two stacks of filters answer differently: every call is in one of the changes, answered alike, or among those that are not proven. Each change is checked on
/// its smallest call by running both stacks.
/// </summary>
public sealed class StackProof
{
    // Conditional jumps on the paths of all calls together, some seconds: a program of 4,096 comparisons with the number takes a third of it.
    private const int MostJumps = 100_000_000;

    // A tenth of a second for all calls that are not proven, and enough for each constant of a program at each half of each argument.
    private const int MostTrials = 1 << 18;
    private const int TrialsOfACall = 4_096;

    private readonly FilterStack _before;
    private readonly FilterStack _after;
    private readonly PathBudget _budget = new(MostJumps);
    private readonly List<AnswerChange> _changes = [];
    private readonly List<UnprovenCalls> _notProven = [];

    private StackProof(FilterStack before, FilterStack after) => (_before, _after) = (before, after);

    /// <summary>The changes, by the number of the call; adjacent ones are joined.</summary>
    public IReadOnlyList<AnswerChange> Changes => _changes;

    /// <summary>The calls whose answers could not be followed, by number: they may differ.</summary>
    public IReadOnlyList<UnprovenCalls> NotProven => _notProven;

    /// <summary>Compares two stacks.</summary>
    public static StackProof Of(FilterStack before, FilterStack after)
    {
        StackProof proof = new(before, after);
        // The same instructions answer alike, whatever they compute.
        if (!before.IsSameAs(after))
        {
            proof.Compare();
            proof.Join();
        }
        return proof;
    }

    private void Compare()
    {
        BoundaryCalls boundary = new(_before.Programs.Concat(_after.Programs));
        int trials = MostTrials;
        foreach (WordSet numbers in NumberClasses.Of(_before.Programs.Concat(_after.Programs)))
        {
            CallBox calls = CallBox.OfX64.With(CallBox.Number, numbers)!;
            if (ChangesOf(calls) is { } changes)
            {
                _changes.AddRange(changes);
                continue;
            }
            int count = Math.Min(trials, TrialsOfACall);
            trials -= count;
            _notProven.Add(new UnprovenCalls(calls, count, Differences(boundary.Within(calls, count))));
        }
    }

    // Null when a path cannot be followed, or there are too many.
    private List<AnswerChange>? ChangesOf(CallBox calls)
    {
        List<AnswerChange> changes = [];
        int leaves = 0;
        foreach (StackLeaf old in _before.Leaves(calls, _budget))
        {
            if (old.Answer is not { } before || ++leaves > PathBudget.MostLeaves)
            {
                return null;
            }
            foreach (StackLeaf other in _after.Leaves(old.Calls, _budget))
            {
                if (other.Answer is not { } after || ++leaves > PathBudget.MostLeaves)
                {
                    return null;
                }
                if (after.Effect != before.Effect)
                {
                    changes.Add(Checked(new AnswerChange(other.Calls, before, after)));
                }
            }
        }
        return changes;
    }

    private AnswerChange Checked(AnswerChange change)
    {
        SyscallData call = change.Calls.Smallest(change.Calls.SmallestArguments());
        return _before.AnswerTo(in call) == change.Before && _after.AnswerTo(in call) == change.After
            ? change
            : throw new InvalidOperationException($"the proof is wrong about call {call.Number}");
    }

    private AnswerChange[] Differences(IEnumerable<(int Number, ulong[] Arguments)> calls)
    {
        List<AnswerChange> found = [];
        foreach ((int number, ulong[] arguments) in calls)
        {
            CallBox only = CallBox.OfX64.Only(number, arguments);
            SyscallData call = only.Smallest(arguments);
            AnswerChange change = new(only, _before.AnswerTo(in call), _after.AnswerTo(in call));
            if (change.Before.Effect != change.After.Effect)
            {
                found.Add(change);
            }
        }
        return [.. found.DistinctBy(change => (change.Before, change.After))];
    }

    private void Join()
    {
        Adjacent.Join(_changes, (one, other) =>
            (one.Before, one.After) == (other.Before, other.After) && one.Calls.Joined(other.Calls) is { } joined ? one with { Calls = joined } : null);
        Adjacent.Join(_notProven, (one, other) =>
            one.Found.Count + other.Found.Count == 0 && one.Calls.Joined(other.Calls) is { } joined ? new UnprovenCalls(joined, one.Tried + other.Tried, []) : null);
    }
}
