using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>
/// Proves that a filter means what it says on top of another: since the stricter answer prevails, every call that a rule of the upper one
/// answers must not be answered more strictly by the lower one. The proof is exact; where it fails it names a call.
/// </summary>
public static class FilterSubset
{
    /// <summary>Looks for calls that the lower filter takes from the upper one.</summary>
    /// <param name="upper">The filter that is put on later: a thread's own.</param>
    /// <param name="lower">The filter that is there already.</param>
    /// <returns>An escape for each rule of the upper filter that has one, in their order; none is the proof.</returns>
    /// <exception cref="RuleComplexityException">The rules cannot be reasoned about.</exception>
    public static IReadOnlyList<FilterEscape> Escapes(RuleSet upper, RuleSet lower)
    {
        List<FilterEscape> escapes = [];
        for (int index = 0; index < upper.Rules.Count; index++)
        {
            SyscallRule rule = upper.Rules[index];
            IEnumerable<SyscallRule> earlier = upper.Rules.Take(index).Where(other => other.Number == rule.Number);
            if (Escape(rule, RuleReach.Of(rule, earlier), lower) is { } escape)
            {
                escapes.Add(escape);
            }
        }
        return escapes;
    }

    private static FilterEscape? Escape(SyscallRule rule, List<CallRegion> reach, RuleSet lower)
    {
        List<CallRegion> rest = reach;
        foreach (SyscallRule other in lower.Rules.Where(other => other.Number == rule.Number))
        {
            if (other.Action.IsStricterThan(rule.Action) && rest.Select(region => region.And(other)).FirstOrDefault(both => both is not null) is { } both)
            {
                return new FilterEscape(rule, both.Witness!, other);
            }
            rest = CallRegion.Without(rest, other);
        }
        return rest.Count > 0 && lower.Default.IsStricterThan(rule.Action) ? new FilterEscape(rule, rest[0].Witness!, null) : null;
    }
}
