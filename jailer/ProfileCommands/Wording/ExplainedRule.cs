using System.Linq;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Wording;

/// <summary>A rule, formatted for people.</summary>
/// <param name="Conditions">The conditions on the arguments; empty when there are none.</param>
/// <param name="Reason">The rule's <c>reason</c>.</param>
/// <param name="Place">Where the rule is written.</param>
/// <param name="Grants">The dangerous grants that the rule makes.</param>
internal sealed record ExplainedRule(
    string Call, string Conditions, FilterAction Action, string Reason, RuleOrigin Place, IReadOnlyList<Grant> Grants)
{
    /// <summary>The conditions, or a text that says there are none.</summary>
    internal string ConditionText => Conditions.Length > 0 ? Conditions : "any arguments";

    /// <summary>The rules of a program, in the order of evaluation.</summary>
    internal static IEnumerable<ExplainedRule> AllOf(FilterProfile program, ProfileLibrary library)
    {
        IReadOnlyDictionary<RuleOrigin, RuleNote> notes = library.NotesOf(program);
        return library.RulesOf(program).Rules.Select(rule => Of(rule, notes[rule.Origin]));
    }

    private static ExplainedRule Of(SyscallRule rule, RuleNote note) =>
        new(SyscallTable.NameOf(rule.Number)!, ConditionWords.Of(rule), rule.Action, note.Reason, rule.Origin, note.Grants);
}
