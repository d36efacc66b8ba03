using System.Linq;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Diff;

/// <summary>A rule that is written otherwise than before, whether or not any call is answered differently.</summary>
/// <param name="Kind"><c>added</c>, <c>removed</c> or <c>reason</c>.</param>
/// <param name="Before">The rule as it was; null for one that was added.</param>
/// <param name="After">The rule as it is; null for one that was removed.</param>
internal sealed record RuleChange(string Kind, ExplainedRule? Before, ExplainedRule? After)
{
    /// <summary>The rule as it is, or as it was.</summary>
    internal ExplainedRule Rule => After ?? Before!;

    /// <summary>What its reason was and is.</summary>
    internal string Reasons => this is { Before: { } before, After: { } after } ? $"{before.Reason} -> {after.Reason}" : Rule.Reason;

    /// <summary>The rules that only one of two sets has, and those whose reason changed. A rule that moved within its file is the same.</summary>
    /// <param name="before">The rules of some programs; one that several carry may be there several times.</param>
    /// <param name="after">Those of the other set.</param>
    internal static IReadOnlyList<RuleChange> Between(IEnumerable<ExplainedRule> before, IEnumerable<ExplainedRule> after)
    {
        ILookup<string, ExplainedRule> old = Texts(before);
        ILookup<string, ExplainedRule> @new = Texts(after);
        return
        [
            .. old.Select(same => same.Key).Union(@new.Select(same => same.Key)).Order(StringComparer.Ordinal)
                .SelectMany(text => Between([.. old[text]], [.. @new[text]])),
        ];
    }

    // Rules that say the same in one file: those with the same reason are the same, the others are paired in their order.
    private static IEnumerable<RuleChange> Between(List<ExplainedRule> old, List<ExplainedRule> @new)
    {
        foreach (ExplainedRule rule in old.ToArray())
        {
            if (@new.Find(other => other.Reason == rule.Reason) is { } same)
            {
                old.Remove(rule);
                @new.Remove(same);
            }
        }
        for (int index = 0; index < Math.Max(old.Count, @new.Count); index++)
        {
            (ExplainedRule? before, ExplainedRule? after) = (old.ElementAtOrDefault(index), @new.ElementAtOrDefault(index));
            yield return new RuleChange(before is null ? "added" : after is null ? "removed" : "reason", before, after);
        }
    }

    private static ILookup<string, ExplainedRule> Texts(IEnumerable<ExplainedRule> rules) => rules
        .DistinctBy(rule => (rule.Place, rule.Call))
        .ToLookup(rule => $"{rule.Place.Profile} {rule.Call} {rule.Action} {rule.Conditions}");
}
