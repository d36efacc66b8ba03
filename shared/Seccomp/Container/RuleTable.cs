namespace Kiln.Seccomp.Container;

/// <summary>The rules of a program in a set, read in place. Allocates nothing, so a signal handler may use it.</summary>
/// <param name="bytes">Consecutive records, validated when the set was read.</param>
public readonly ref struct RuleTable(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The records, for copying to memory that the collector does not move.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>
    /// Finds the rule that matches a call, or else the nearest: the one with the fewest unsatisfied conditions, the first among
    /// equals.
    /// </summary>
    /// <param name="failed">The rule's first condition that the call does not satisfy.</param>
    /// <returns>How well the call matches.</returns>
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

    /// <param name="bytes">Untrusted bytes.</param>
    internal static bool IsSound(ReadOnlySpan<byte> bytes)
    {
        while (RuleRecord.TryTake(ref bytes, out _))
        {
        }
        return bytes.IsEmpty;
    }
}
