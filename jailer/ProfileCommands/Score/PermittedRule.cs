using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Score;

/// <summary>A rule of a program, and the calls that it permits there.</summary>
internal sealed record PermittedRule(SyscallRule Rule, PermittedCalls Calls)
{
    /// <summary>The rules of a program that permit calls, in their order.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static IReadOnlyList<PermittedRule> Of(RuleSet program) =>
    [
        .. program.Rules.Select((rule, index) => new PermittedRule(rule, PermittedCalls.Of(rule, program.Rules.Take(index))))
            .Where(rule => !rule.Calls.IsEmpty),
    ];
}
