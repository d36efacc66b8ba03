namespace Kiln.Seccomp.Container;

/// <summary>The rules of a program as its set carries them, in place. Allocates nothing: a signal handler may ask it.</summary>
/// <param name="bytes">Records one behind the other, checked when the set was read.</param>
public readonly ref struct RuleTable(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The records, for one to keep where no collection moves them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>
    /// The rule that answers a call, or else the one that comes nearest to it: of which the fewest conditions are not satisfied, the first
    /// of several.
    /// </summary>
    /// <param name="number">The call's number.</param>
    /// <param name="arguments">Six arguments.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="failed">The first condition of it that the call does not satisfy.</param>
    /// <returns>What the call is to the rule.</returns>
    public RuleMatch Nearest(int number, scoped ReadOnlySpan<ulong> arguments, out RuleRecord rule, out ConditionRecord failed)
    {
        rule = default;
        failed = default;
        RuleMatch match = RuleMatch.None;
        int fewest = int.MaxValue;
        ReadOnlySpan<byte> rest = _bytes;
        while (RuleRecord.TryTake(ref rest, out RuleRecord candidate))
        {
            if (candidate.Number != number)
            {
                continue;
            }
            int count = candidate.Failed(arguments, out ConditionRecord condition);
            if (count < fewest)
            {
                fewest = count;
                rule = candidate;
                failed = condition;
                match = count == 0 ? RuleMatch.Whole : RuleMatch.Partial;
            }
        }
        return match;
    }

    /// <summary>Whether bytes are a table.</summary>
    /// <param name="bytes">Bytes from anywhere.</param>
    internal static bool IsSound(ReadOnlySpan<byte> bytes)
    {
        while (RuleRecord.TryTake(ref bytes, out _))
        {
        }
        return bytes.IsEmpty;
    }
}
