using System.Linq;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A call that programs answer differently.</summary>
/// <param name="Cells">Each program's answer, in the order of the programs.</param>
/// <param name="Rules">The rules that permit it there, in the order of the programs.</param>
internal sealed record CallDifference(string Call, IReadOnlyList<string> Cells, IReadOnlyList<IReadOnlyList<ExplainedRule>> Rules)
{
    /// <summary>What stands between the conditions of several rules.</summary>
    internal const string Or = "; or ";

    /// <summary>The calls that the programs answer differently, by name.</summary>
    internal static IReadOnlyList<CallDifference> Between(IReadOnlyList<ExplainedProgram> programs)
    {
        ILookup<string, ExplainedRule>[] rules = [.. programs.Select(program => program.Rules.ToLookup(rule => rule.Call))];
        return
        [
            .. from call in programs.SelectMany(program => program.Rules).Select(rule => rule.Call).Distinct().Order(StringComparer.Ordinal)
               where rules.Select(own => Meaning(own[call])).Distinct().Count() > 1
               select new CallDifference(
                   call,
                   [.. rules.Select(own => Cell([.. own[call]]))],
                   [.. rules.Select(own => (IReadOnlyList<ExplainedRule>)[.. own[call].Where(rule => rule.Action.Permits)])]),
        ];
    }

    // Programs that include the same fragment share its rules; rules from different places may still mean the same.
    private static string Meaning(IEnumerable<ExplainedRule> rules) =>
        string.Join('\n', rules.Select(rule => $"{rule.Action} {rule.Conditions}").Order(StringComparer.Ordinal));

    private static string Cell(ExplainedRule[] rules) => Array.Exists(rules, rule => rule.Action.Permits)
        ? string.Join(Or, rules.Where(rule => rule.Action.Permits).Select(rule => rule.ConditionText))
        : rules is [var first, ..] ? first.Action.ToString() : "";
}
