using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Review;

/// <summary>
/// Proves that each program keeps its meaning on top of the programs below it: <c>setup</c> runs on <c>launch</c>, and a thread's own on
/// <c>setup</c>. The stricter answer wins, so a grant that a lower program lacks is ineffective.
/// </summary>
/// <param name="programs">The rules of every program.</param>
/// <param name="architecture">The architecture whose numbers the rules use.</param>
internal sealed class StackReview(IReadOnlyDictionary<FilterProfile, RuleSet> programs, SyscallArchitecture architecture)
{
    /// <summary>Reports rules that a lower program overrules.</summary>
    /// <param name="fileOf">Returns the file of a profile.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal IEnumerable<Diagnostic> Diagnostics(Func<string, string> fileOf) =>
        from upper in FilterProfiles.All.ToArray()
        where upper != FilterProfile.Launch
        let lower = FilterProfiles.StackOf(upper)[^2]
        from escape in FilterSubset.Escapes(programs[upper], programs[lower])
        let origin = escape.Rule.Origin
        select new Diagnostic(DiagnosticId.Overruled, fileOf(origin.Profile), origin.Line, origin.Column, Describe(upper, lower, escape));

    private string Describe(FilterProfile upper, FilterProfile lower, FilterEscape escape)
    {
        string below = FilterProfiles.NameOf(lower);
        string call = $"{SyscallTable.NameOf(architecture, escape.Rule.Number)}({string.Join(", ", escape.Arguments.Select(value => $"0x{value:x}"))})";
        FilterAction answer = escape.Stricter?.Action ?? programs[lower].Default;
        string by = escape.Stricter is { } rule ? $"by {rule.Origin}" : "by its default";
        return $"in '{FilterProfiles.NameOf(upper)}' the rule answers {call} with {escape.Rule.Action}, but '{below}' lies below it and answers "
            + $"with {answer}, {by}; let '{below}' include this profile";
    }
}
