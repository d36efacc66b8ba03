using System.Linq;

namespace Kiln.Seccomp;

/// <summary>Allows a system call when all its conditions hold.</summary>
/// <param name="Number">The call.</param>
/// <param name="Conditions">All of them must hold; none means always.</param>
public sealed record SyscallRule(int Number, IReadOnlyList<ArgumentCondition> Conditions)
{
    /// <summary>Whether a call satisfies the rule.</summary>
    /// <param name="call">The call.</param>
    public bool Matches(in SyscallData call)
    {
        if (call.Number != Number)
        {
            return false;
        }
        foreach (ArgumentCondition condition in Conditions)
        {
            if (!condition.Matches(call.Argument(condition.Index)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether every call that satisfies this rule satisfies another. False when that is not plain to see.</summary>
    /// <param name="other">The other rule.</param>
    public bool Implies(SyscallRule other) =>
        Number == other.Number && other.Conditions.All(wanted => Conditions.Any(condition => condition.Implies(wanted)));
}
