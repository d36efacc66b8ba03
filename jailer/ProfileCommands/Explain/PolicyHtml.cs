using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>
/// Formats a policy as a self-contained page: a front, dangerous grants, what would lower the exposure, what changed, differences between threads, all
/// rules where they are written, and a place to sign.
/// </summary>
internal static class PolicyHtml
{
    private const int Signatures = 2;

    /// <param name="made">The moment at which the page is made, as text.</param>
    internal static string Of(Policy policy, string made)
    {
        PageLinks links = PageLinks.Of(policy);
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageParts.SecurityPolicy}\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Seccomp profiles</title>\n");
        page.Append($"<style>{PageParts.Style}</style>\n</head>\n<body>\n");
        page.AppendFront(policy, made);
        AppendNavigation(page, policy);
        // Hidden until the script shows it: it needs the script to work.
        page.Append("<div class=\"search\" hidden><input type=\"search\" aria-label=\"Search\" placeholder=\"Search calls, constants, reasons ( / )\"><output></output></div>\n");
        page.Append("<main>\n");
        page.AppendThreads(policy);
        AppendGrants(page, policy, links);
        AppendCuts(page, policy, links);
        if (policy.Changes is { } changes)
        {
            page.AppendChanges(changes, links);
        }
        AppendDifferences(page, policy, links);
        foreach (IGrouping<string, WrittenRule> file in policy.Files)
        {
            AppendFile(page, file, links);
        }
        AppendSignatures(page, policy);
        page.Append($"</main>\n<script>{PageParts.Script}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string SectionOf(string file) => $"profile-{file}";

    private static void AppendNavigation(StringBuilder page, Policy policy)
    {
        List<(string Id, string Text)> sections = [("threads", "Threads"), ("grants", "Dangerous grants"), ("cuts", "Exposure")];
        sections.AddRange(policy.Changes is null ? [] : [("changes", "What changed")]);
        sections.AddRange(policy.Differences.Count > 0 ? [("differences", "What differs")] : []);
        sections.AddRange(policy.Files.Select(file => (SectionOf(file.Key), $"{file.Key}.yaml")));
        sections.Add(("signatures", "Sign-off"));
        page.Append($"<nav>{string.Concat(sections.Select(section => new PageText(section.Text, section.Id).ToHtml()))}</nav>\n");
    }

    private static void AppendGrants(StringBuilder page, Policy policy, PageLinks links)
    {
        page.BeginSection("grants", "Dangerous grants", policy.Grants.Count > 0 ? "Each has a reason that answers for it." : "None.");
        page.AppendTable(["id", "risk", "programs", "syscall", "conditions", "reason", "place"], policy.Grants.Select(grant => new PageRow("",
        [
            new("danger", grant.Grant.Id), new("", grant.Grant.Risk), new("", string.Join(", ", grant.Programs)), new("call", grant.Rule.Call),
            new("", grant.Rule.ConditionText), new("reason", grant.Rule.Reason), links.To(grant.Rule.Place),
        ])));
        page.EndSection();
    }

    private static void AppendCuts(StringBuilder page, Policy policy, PageLinks links)
    {
        page.BeginSection("cuts", "Exposure", "The five cuts that would lower the figure in all most, and by how much. seccomp-profiles/README.md says how it is counted.");
        page.AppendTable(["points", "syscall", "conditions", "reason", "place"], policy.Score.BestCuts.Select(cut => new PageRow("",
        [
            new("number", $"-{cut.PointsText}"), new("call", cut.Call), new("", ScoreReport.ConditionsOf(cut)), new("reason", cut.Reason),
            links.To([.. cut.Places.Select(place => place.ToString())]),
        ])));
        page.EndSection();
    }

    private static void AppendDifferences(StringBuilder page, Policy policy, PageLinks links)
    {
        if (policy.Differences.Count == 0)
        {
            return;
        }
        page.BeginSection("differences", "What differs between threads", "Calls that all of them answer alike are left out.");
        page.AppendTable(["syscall", .. policy.Threads.Select(thread => thread.Name)], policy.Differences.Select(difference => new PageRow("",
        [
            new("call", difference.Call),
            .. difference.Cells.Zip(difference.Rules, (cell, rules) => rules.Count > 0 ? links.ToConditions(rules) : new PageCell("none", cell.Length > 0 ? cell : "no")),
        ])));
        page.EndSection();
    }

    private static void AppendFile(StringBuilder page, IGrouping<string, WrittenRule> file, PageLinks links)
    {
        page.BeginSection(SectionOf(file.Key), $"{file.Key}.yaml", $"{CountWords.Of(file.Count(), "rule")}, each with the programs that carry it.");
        page.AppendTable(["syscall", "conditions", "action", "reason", "programs", "place"], file.Select(written => new PageRow(WrittenRule.AnchorOf(written.Rule.Place),
        [
            new("call", written.Rule.Call), new("", written.Rule.ConditionText), new(ClassOf(written.Rule), written.Rule.Action.ToString()), new("reason", written.Rule.Reason),
            new("", string.Join(", ", written.Programs)), links.To(written.Rule.Place),
        ])));
        page.EndSection();
    }

    // Filled in by hand.
    private static void AppendSignatures(StringBuilder page, Policy policy)
    {
        page.BeginSection("signatures", "Sign-off", "What is signed is the filter set of this SHA-256; sha256sum of the file that 'jailer profile compile' writes shows it.");
        page.Append($"<p><code class=\"digest\">{PageFront.Digest(policy)}</code></p>\n");
        for (int count = 0; count < Signatures; count++)
        {
            page.Append("<div class=\"signature\"><span>Reviewer</span><span>Date</span><span>Decision</span><span>Signature</span></div>\n");
        }
        page.EndSection();
    }

    private static string ClassOf(ExplainedRule rule) => rule switch
    {
        { Grants.Count: > 0 } => "danger",
        { Action.Permits: true } => "grant",
        _ => "deny",
    };
}
