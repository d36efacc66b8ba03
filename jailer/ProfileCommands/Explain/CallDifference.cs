using System.Linq;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>A call that not all programs answer alike.</summary>
/// <param name="Call">The call's name.</param>
/// <param name="Cells">What each program says of it, in their order.</param>
internal sealed record CallDifference(string Call, IReadOnlyList<string> Cells)
{
    /// <summary>The calls in which programs differ, by name.</summary>
    /// <param name="programs">The programs.</param>
    internal static IReadOnlyList<CallDifference> Between(IReadOnlyList<ExplainedProgram> programs)
    {
        ILookup<string, ExplainedRule>[] rules = [.. programs.Select(program => program.Rules.ToLookup(rule => rule.Call))];
        return
        [
            .. from call in programs.SelectMany(program => program.Rules).Select(rule => rule.Call).Distinct().Order(StringComparer.Ordinal)
               where rules.Select(own => Meaning(own[call])).Distinct().Count() > 1
               select new CallDifference(call, [.. rules.Select(own => Cell([.. own[call]]))]),
        ];
    }

    // Two programs that include one fragment have its rules from one place; others may still say the same.
    private static string Meaning(IEnumerable<ExplainedRule> rules) =>
        string.Join('\n', rules.Select(rule => $"{rule.Action} {rule.Conditions}").Order(StringComparer.Ordinal));

    private static string Cell(ExplainedRule[] rules) => Array.Exists(rules, rule => rule.Action.Permits)
        ? string.Join("; or ", rules.Where(rule => rule.Action.Permits).Select(rule => rule.ConditionText))
        : rules is [var first, ..] ? first.Action.ToString() : "";
}
