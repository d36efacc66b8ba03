using Kiln.Seccomp.Syscalls;

namespace Kiln.Seccomp.Rules;

/// <summary>The rules of one program: the first that a call satisfies answers it.</summary>
/// <param name="Rules">The rules, in the order in which they are asked.</param>
public sealed record RuleSet(IReadOnlyList<SyscallRule> Rules)
{
    /// <summary>What is answered to a call that satisfies no rule.</summary>
    public FilterAction Default { get; init; } = FilterAction.Trap(0);

    /// <summary>Where that is written.</summary>
    public RuleOrigin DefaultOrigin { get; init; } = new("none", 0, 0);

    /// <summary>The calls that are asked about most, most frequent first: their rules are reached before any search.</summary>
    public IReadOnlyList<int> Common { get; init; } = [];

    /// <summary>The architecture whose numbers the rules have.</summary>
    public SyscallArchitecture Architecture { get; init; } = SyscallArchitecture.X64;

    /// <summary>The rule that answers a call of this architecture, or null when none does.</summary>
    /// <param name="call">The call.</param>
    public SyscallRule? RuleFor(in SyscallData call)
    {
        foreach (SyscallRule rule in Rules)
        {
            if (rule.Matches(in call))
            {
                return rule;
            }
        }
        return null;
    }

    /// <summary>What is answered to a call of this architecture.</summary>
    /// <param name="call">The call.</param>
    public FilterAction Decide(in SyscallData call) => RuleFor(in call)?.Action ?? Default;

    /// <summary>Whether a call of this architecture is made.</summary>
    /// <param name="call">The call.</param>
    public bool Allows(in SyscallData call) => Decide(in call).Permits;
}
