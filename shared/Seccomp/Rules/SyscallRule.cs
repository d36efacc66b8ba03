using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>Answers a system call when all its conditions hold.</summary>
/// <param name="Number">The call.</param>
/// <param name="Conditions">All of them must hold; none means always.</param>
public sealed record SyscallRule(int Number, IReadOnlyList<ArgumentCondition> Conditions)
{
    /// <summary>What it answers.</summary>
    public FilterAction Action { get; init; } = FilterAction.Allow;

    /// <summary>Where it is written.</summary>
    public RuleOrigin Origin { get; init; } = new("none", 0, 0);

    /// <summary>How many values its conditions compare with; each needs an instruction.</summary>
    public int ValueCount => Conditions.Sum(condition => condition.Values.Count);

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
}
