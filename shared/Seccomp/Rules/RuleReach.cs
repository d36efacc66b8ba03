using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>Determines what a rule can still match after the rules before it.</summary>
public static class RuleReach
{
    /// <summary>Whether any call satisfies the conditions of a rule.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public static bool CanMatch(SyscallRule rule) => !CallRegion.Of(rule).IsEmpty;

    /// <summary>Whether every argument satisfies a condition, which is then redundant.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public static bool SaysNothing(ArgumentCondition condition) => condition.Negation().All(other => ArgumentSet.All.And(other).IsEmpty);

    /// <summary>Whether earlier rules match every call that a rule matches.</summary>
    /// <param name="earlier">The rules evaluated before it.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public static bool IsCovered(SyscallRule rule, IEnumerable<SyscallRule> earlier) =>
        Of(rule, earlier.Where(other => other.Number == rule.Number)).Count == 0;

    /// <summary>The calls that reach a rule and match it.</summary>
    /// <param name="earlier">Rules of the same call that are evaluated before it.</param>
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
