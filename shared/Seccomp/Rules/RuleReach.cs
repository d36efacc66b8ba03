using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>What a rule still answers behind the rules that are asked before it.</summary>
public static class RuleReach
{
    /// <summary>Whether any call satisfies the conditions of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
    public static bool CanMatch(SyscallRule rule) => !CallRegion.Of(rule).IsEmpty;

    /// <summary>Whether every argument satisfies a condition, which then says nothing.</summary>
    /// <param name="condition">The condition.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
    public static bool SaysNothing(ArgumentCondition condition) => condition.Negation().All(other => ArgumentSet.All.And(other).IsEmpty);

    /// <summary>Whether earlier rules answer everything that a rule matches.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="earlier">The rules that are asked before it.</param>
    /// <exception cref="RuleComplexityException">They cannot be reasoned about.</exception>
    public static bool IsCovered(SyscallRule rule, IEnumerable<SyscallRule> earlier) =>
        Of(rule, earlier.Where(other => other.Number == rule.Number)).Count == 0;

    /// <summary>The calls for which a rule is reached.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="earlier">Rules of the same call that are asked before it.</param>
    internal static List<CallRegion> Of(SyscallRule rule, IEnumerable<SyscallRule> earlier)
    {
        CallRegion own = CallRegion.Of(rule);
        List<CallRegion> rest = own.IsEmpty ? [] : [own];
        foreach (SyscallRule other in earlier)
        {
            if (rest.Count == 0)
            {
                break;
            }
            rest = CallRegion.Without(rest, other);
        }
        return rest;
    }
}
