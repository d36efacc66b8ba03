using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Formats a policy for a review.</summary>
internal static class PolicyMarkdown
{
    /// <summary>The dangerous grants, the score, what changed, differences between threads, then a table of each program's rules.</summary>
    internal static string Of(Policy policy)
    {
        StringBuilder text = new();
        text.Append($"# Seccomp profiles\n\nFrom {MarkdownText.Escape(policy.Source)}.\n\n## Dangerous grants\n\n");
        text.Append(policy.Grants.Count == 0 ? "None.\n" : MarkdownText.Table(
            ["id", "risk", "programs", "syscall", "conditions", "reason", "place"],
            policy.Grants.Select(grant => (IReadOnlyList<string>)
            [
                grant.Grant.Id, grant.Grant.Risk, string.Join(", ", grant.Programs), grant.Rule.Call, grant.Rule.ConditionText,
                grant.Rule.Reason, grant.Rule.Place.ToString(),
            ])));
        text.Append($"\n## Exposure\n\nFrom 0, nothing allowed, to 100, no filter.\n\n{ScoreReport.FigureTable(policy.Score)}");
        text.Append(policy.Changes is { } changes ? ChangeReport.Markdown(changes) : "");
        if (policy.Differences.Count > 0)
        {
            text.Append("\n## What differs between threads\n\n");
            text.Append(MarkdownText.Table(
                ["syscall", .. policy.Threads.Select(program => program.Name)],
                policy.Differences.Select(difference => (IReadOnlyList<string>)[difference.Call, .. difference.Cells])));
        }
        foreach (ExplainedProgram program in policy.Programs)
        {
            text.Append($"\n## {program.Name}\n\n{MarkdownText.Escape(program.Headline)}.\n\n");
            text.Append(MarkdownText.Table(
                ["syscall", "conditions", "action", "reason", "place"],
                program.Rules.Select(rule => (IReadOnlyList<string>)
                    [rule.Call, rule.ConditionText, rule.Action.ToString(), rule.Reason, rule.Place.ToString()])));
        }
        return text.ToString();
    }
}
