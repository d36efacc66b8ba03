using Kiln.Seccomp.Syscalls;

namespace Kiln.Seccomp.Rules;

/// <summary>The rules of a program: the first one that a call satisfies decides.</summary>
/// <param name="Rules">The rules, in order of evaluation.</param>
public sealed record RuleSet(IReadOnlyList<SyscallRule> Rules)
{
    /// <summary>The action for calls that satisfy no rule.</summary>
    public FilterAction Default { get; init; } = FilterAction.Trap(0);

    /// <summary>Where the default is written.</summary>
    public RuleOrigin DefaultOrigin { get; init; } = new("none", 0, 0);

    /// <summary>The most frequent calls, most frequent first: their rules are tested before the binary search.</summary>
    public IReadOnlyList<int> Common { get; init; } = [];

    /// <summary>The architecture whose numbers the rules use.</summary>
    public SyscallArchitecture Architecture { get; init; } = SyscallArchitecture.X64;

    /// <summary>The rule that decides a call of this architecture, or null when none does.</summary>
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

    /// <summary>The action for a call of this architecture.</summary>
    public FilterAction Decide(in SyscallData call) => RuleFor(in call)?.Action ?? Default;

    /// <summary>Whether a call of this architecture is allowed.</summary>
    public bool Allows(in SyscallData call) => Decide(in call).Permits;
}
