using System.Linq;

namespace Kiln.Seccomp;

/// <summary>The rules of one thread: what any of them allows is allowed, everything else is trapped.</summary>
/// <param name="Rules">The rules, in the order in which they were written.</param>
public sealed record RuleSet(IReadOnlyList<SyscallRule> Rules)
{
    /// <summary>Whether a call of this architecture is allowed.</summary>
    /// <param name="call">The call.</param>
    public bool Allows(in SyscallData call)
    {
        foreach (SyscallRule rule in Rules)
        {
            if (rule.Matches(in call))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The rules that may allow something that another set does not: none is a proof that this set is the tighter one.</summary>
    /// <param name="other">The set to compare with.</param>
    public IEnumerable<SyscallRule> NotImpliedBy(RuleSet other) => Rules.Where(rule => !other.Rules.Any(rule.Implies));
}
