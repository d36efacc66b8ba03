using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>
/// What two stacks of filters answer differently: every call is in one of the changes, answered alike, or named as not proven. Each change is checked on its
/// smallest call by running both stacks.
/// </summary>
public sealed class StackProof
{
    // More paths of one call than any filter has that people write: the bound is for those that are made to have many.
    private const int MostLeaves = 65_536;

    private readonly FilterStack _before;
    private readonly FilterStack _after;
    private readonly List<AnswerChange> _changes = [];
    private readonly Dictionary<int, int> _leaves = [];
    private readonly SortedSet<int> _notProven = [];

    private StackProof(FilterStack before, FilterStack after) => (_before, _after) = (before, after);

    /// <summary>The changes, by the number of the call; adjacent ones are joined.</summary>
    public IReadOnlyList<AnswerChange> Changes => _changes;

    /// <summary>The smallest numbers of calls whose answers could not be followed: they may differ.</summary>
    public IReadOnlyCollection<int> NotProven => _notProven;

    /// <summary>Compares two stacks.</summary>
    public static StackProof Of(FilterStack before, FilterStack after)
    {
        StackProof proof = new(before, after);
        proof.Compare();
        proof.Join();
        return proof;
    }

    private void Compare()
    {
        foreach (StackLeaf old in _before.Leaves(CallBox.OfX64, _notProven))
        {
            if (!Counts(old))
            {
                continue;
            }
            foreach (StackLeaf other in _after.Leaves(old.Calls, _notProven))
            {
                if (Counts(other) && other.Answer!.Value != old.Answer!.Value)
                {
                    Add(new AnswerChange(other.Calls, old.Answer.Value, other.Answer.Value));
                }
            }
        }
        _changes.RemoveAll(change => _notProven.Contains(change.Calls.SmallestNumber));
    }

    private bool Counts(StackLeaf leaf)
    {
        int number = leaf.Calls.SmallestNumber;
        int count = _leaves.GetValueOrDefault(number) + 1;
        _leaves[number] = count;
        if (leaf.Answer is null || count > MostLeaves)
        {
            _notProven.Add(number);
        }
        return !_notProven.Contains(number);
    }

    private void Add(AnswerChange change)
    {
        ulong[] arguments = change.Calls.SmallestArguments();
        SyscallData call = change.Calls.Smallest(arguments);
        if (_before.AnswerTo(in call) != change.Before || _after.AnswerTo(in call) != change.After)
        {
            throw new InvalidOperationException($"the proof is wrong about call {call.Number}");
        }
        _changes.Add(change);
    }

    private void Join()
    {
        _changes.Sort((one, other) => ((uint)one.Calls.SmallestNumber).CompareTo((uint)other.Calls.SmallestNumber));
        Adjacent.Join(_changes, (one, other) =>
            (one.Before, one.After) == (other.Before, other.After) && one.Calls.Joined(other.Calls) is { } joined ? one with { Calls = joined } : null);
    }
}
