using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Testing.Seccomp.Bpf;

/// <summary>Expresses signed comparisons by unsigned ones.</summary>
internal static class SignedComparison
{
    /// <summary>Rules that together match what one rule with signed comparisons would.</summary>
    internal static IEnumerable<SyscallRule> Of(SyscallRule rule)
    {
        IEnumerable<IEnumerable<ArgumentCondition>> ways = [[]];
        foreach (ArgumentCondition condition in rule.Conditions)
        {
            ArgumentCondition[][] alternatives = Of(condition);
            ways = ways.SelectMany(way => alternatives.Select(alternative => way.Concat(alternative))).ToArray();
        }
        return ways.Select(way => rule with { Conditions = [.. way] });
    }

    private static ArgumentCondition[][] Of(ArgumentCondition condition)
    {
        ulong sign = (condition.Largest >> 1) + 1;
        ulong value = condition.Values[0];
        bool negative = (value & sign) != 0;
        ArgumentCondition same = ArgumentCondition.With(condition.Index, condition.Width, Comparison.Equal, value);
        ArgumentCondition With(Comparison comparison, ulong bound) => ArgumentCondition.With(condition.Index, condition.Width, comparison, bound);
        // Below a positive number lie all negative ones; below a negative one only smaller negative ones.
        ArgumentCondition[][] below = negative
            ? [[With(Comparison.GreaterOrEqual, sign), With(Comparison.Less, value)]]
            : [[With(Comparison.GreaterOrEqual, sign)], [With(Comparison.Less, value)]];
        ArgumentCondition[][] above = negative
            ? [[With(Comparison.Less, sign)], [With(Comparison.Greater, value)]]
            : [[With(Comparison.Less, sign), With(Comparison.Greater, value)]];
        return condition.Comparison switch
        {
            Comparison.Less => below,
            Comparison.LessOrEqual => [.. below, [same]],
            Comparison.Greater => above,
            Comparison.GreaterOrEqual => [.. above, [same]],
            _ => [[condition]],
        };
    }
}
