using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Formats a policy for a terminal.</summary>
internal static class PolicyText
{
    /// <summary>The dangerous grants, the score, what changed and differs, then each program's rules.</summary>
    internal static string Of(Policy policy)
    {
        StringBuilder text = new();
        text.Append($"From {policy.Source}.\n\nDangerous grants\n\n");
        foreach (ExplainedGrant grant in policy.Grants)
        {
            AppendRule(text, grant.Rule, $"{grant.Grant.Id} {grant.Grant.Risk}; in {string.Join(", ", grant.Programs)}");
        }
        text.Append(policy.Grants.Count == 0 ? "  none\n" : "");
        text.Append($"\nExposure, from 0, nothing allowed, to 100, no filter\n\n{ScoreReport.Figures(policy.Score, "  ")}");
        text.Append(policy.Changes is { } changes ? ChangeReport.Text(changes) : "");
        if (policy.Differences.Count > 0)
        {
            text.Append("\nWhat differs between threads\n\n");
            foreach (CallDifference difference in policy.Differences)
            {
                text.Append($"  {difference.Call}\n");
                foreach ((ExplainedProgram program, string cell) in policy.Threads.Zip(difference.Cells))
                {
                    text.Append($"      {program.Name,-8} {(cell.Length > 0 ? cell : "no")}\n");
                }
            }
        }
        foreach (ExplainedProgram program in policy.Programs)
        {
            text.Append($"\n{program.Name}\n{program.Headline}.\n\n");
            foreach (ExplainedRule rule in program.Rules)
            {
                AppendRule(text, rule, null);
            }
        }
        return text.ToString();
    }

    private static void AppendRule(StringBuilder text, ExplainedRule rule, string? danger)
    {
        text.Append($"  {rule.Call,-20} {rule.Action,-14} {rule.Place}\n");
        foreach (string line in ((string[])[rule.ConditionText, rule.Reason, danger ?? ""]).Where(line => line.Length > 0))
        {
            text.Append($"      {line}\n");
        }
    }
}
