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
}
