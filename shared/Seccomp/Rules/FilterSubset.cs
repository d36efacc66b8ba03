using System.Linq;

namespace Kiln.Seccomp;

/// <summary>
/// Proves that one set of rules allows nothing that another does not, rule by rule: each rule of the tighter set must imply a rule of the
/// wider one. The proof is conservative: it may miss one that needs several rules together, and never claims one that does not hold.
/// </summary>
public static class FilterSubset
{
    /// <summary>The rules for which there is no proof.</summary>
    /// <param name="tighter">The set that should allow less, or the same.</param>
    /// <param name="wider">The set that should allow all of it.</param>
    /// <returns>Rules of the tighter set, in their order; none is the proof.</returns>
    public static IReadOnlyList<SyscallRule> Unproven(RuleSet tighter, RuleSet wider) =>
        [.. tighter.Rules.Where(rule => !wider.Rules.Any(rule.Implies))];
}
