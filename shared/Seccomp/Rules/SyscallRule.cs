using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>A rule that decides a system call when all its conditions hold.</summary>
/// <param name="Conditions">The conditions; an empty list always matches.</param>
public sealed record SyscallRule(int Number, IReadOnlyList<ArgumentCondition> Conditions)
{
    public FilterAction Action { get; init; } = FilterAction.Allow;

    /// <summary>Where the rule is written.</summary>
    public RuleOrigin Origin { get; init; } = new("none", 0, 0);

    /// <summary>The number of values that the conditions compare with; each takes an instruction.</summary>
    public int ValueCount => Conditions.Sum(condition => condition.Values.Count);

    /// <summary>Whether a call satisfies the rule.</summary>
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
