using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A rule where it is written, and the programs that carry it.</summary>
internal sealed record WrittenRule(ExplainedRule Rule, IReadOnlyList<string> Programs)
{
    /// <summary>The id of a rule on a page.</summary>
    internal static string AnchorOf(RuleOrigin place) => $"rule-{place.Profile}-{place.Line}-{place.Column}";

    /// <summary>The rules of programs, each once: by the profile that they are written in, then by call.</summary>
    internal static ILookup<string, WrittenRule> In(IReadOnlyList<ExplainedProgram> programs) => (
        from program in programs
        from rule in program.Rules
        group (rule, program.Name) by rule.Place into same
        let first = same.First().rule
        orderby first.Call, same.Key.Line, same.Key.Column
        select new WrittenRule(first, [.. same.Select(pair => pair.Name)]))
        .ToLookup(written => written.Rule.Place.Profile);
}
