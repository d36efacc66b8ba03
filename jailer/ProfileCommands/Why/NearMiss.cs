using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>The rule that came closest to matching, and what kept it from it.</summary>
/// <param name="Reason">The rule's <c>reason</c>.</param>
/// <param name="Program">All rules of the program.</param>
internal sealed record NearMiss(SyscallRule Rule, string Reason, CallQuestion Question, RuleSet Program, FilterProfile Asked)
{
    /// <summary>The conditions that the call fails, each with the actual value.</summary>
    internal IEnumerable<string> Failures =>
        from condition in FailedConditions
        select $"{ConditionWords.Of(Rule.Number, condition)}; it is {Seen(condition)}{Excess(condition)}";

    /// <summary>The values that the call's rules allow, where all of them list values; otherwise null.</summary>
    internal string? Summary
    {
        get
        {
            ArgumentCondition failed = FailedConditions[0];
            SyscallRule[] grants = [.. Program.Rules.Where(rule => rule.Number == Rule.Number && rule.Action.Permits)];
            ArgumentCondition?[] lists = [.. grants.Select(rule => rule.Conditions.FirstOrDefault(condition => Lists(condition, failed.Index)))];
            if (grants.Length == 0 || Array.Exists(lists, list => list is null || list.Matches(Question.Arguments[failed.Index])))
            {
                return null;
            }
            ulong[] values = [.. lists.SelectMany(list => list!.Values).Distinct()];
            string what = values is [ulong only]
                ? $"{ArgumentWords.Of(Rule.Number, failed.Index, only)} only"
                : $"{values.Length} {ArgumentWords.NounOf(Rule.Number, failed.Index)}";
            string seen = Seen(failed);
            string comma = seen.Contains(',', StringComparison.Ordinal) ? "," : "";
            return $"{Question.CallName} is allowed for {what}; {seen}{comma} is not {(values.Length == 1 ? "it" : "one of them")} for {FilterProfiles.NameOf(Asked)}";
        }
    }

    /// <summary>The condition that the call fails, where it fails no other one; else null.</summary>
    internal ArgumentCondition? OnlyFailed => FailedConditions is [var only] ? only : null;

    private ArgumentCondition[] FailedConditions => [.. Rule.Conditions.Where(condition => !condition.Matches(Question.Arguments[condition.Index]))];

    private static bool Lists(ArgumentCondition condition, int index) =>
        condition.Index == index && condition.Comparison is Comparison.Equal or Comparison.In;

    private string Seen(ArgumentCondition condition) =>
        ArgumentWords.Seen(Rule.Number, condition.Index, Question.Arguments[condition.Index] & condition.Largest);

    private string Excess(ArgumentCondition condition)
    {
        ulong excess = Question.Arguments[condition.Index] & condition.Largest & ~condition.Values[0];
        return condition.Comparison == Comparison.FlagsSubsetOf ? $", of which {ArgumentWords.Of(Rule.Number, condition.Index, excess)} is too much" : "";
    }
}
