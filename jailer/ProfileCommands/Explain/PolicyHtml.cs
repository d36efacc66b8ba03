using System.Linq;
using System.Text;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Formats a policy as a self-contained page: dangerous grants, differences between threads, then all rules.</summary>
internal static class PolicyHtml
{
    internal static string Of(Policy policy)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageParts.SecurityPolicy}\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Seccomp profiles</title>\n");
        page.Append($"<style>{PageParts.Style}</style>\n</head>\n<body>\n");
        page.Append($"<h1>Seccomp profiles</h1>\n<p>From {PageParts.Escape(policy.Source)}.</p>\n");
        AppendNavigation(page, policy);
        // Hidden until the script shows it: it needs the script to work.
        page.Append("<div class=\"search\" hidden><input type=\"search\" aria-label=\"Search\" placeholder=\"Search calls, constants, reasons ( / )\"><output></output></div>\n");
        page.Append("<main>\n");
        AppendGrants(page, policy);
        AppendDifferences(page, policy);
        foreach (ExplainedProgram program in policy.Programs)
        {
            AppendProgram(page, program, policy);
        }
        page.Append($"</main>\n<script>{PageParts.Script}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendNavigation(StringBuilder page, Policy policy)
    {
        page.Append("<nav><a href=\"#grants\">Dangerous grants</a>");
        page.Append(policy.Differences.Count > 0 ? "<a href=\"#differences\">What differs</a>" : "");
        page.Append(string.Concat(policy.Programs.Select(program => $"<a href=\"#{program.Name}\">{program.Name}</a>"))).Append("</nav>\n");
    }

    private static void AppendGrants(StringBuilder page, Policy policy)
    {
        AppendSection(page, "grants", "Dangerous grants", policy.Grants.Count > 0 ? "Each has a reason that answers for it." : "None.");
        AppendTable(page, ["id", "risk", "programs", "syscall", "conditions", "reason", "place"], policy.Grants.Select(grant => new PageRow("",
        [
            new("danger", grant.Grant.Id), new("", grant.Grant.Risk), new("", string.Join(", ", grant.Programs)), new("call", grant.Rule.Call),
            new("", grant.Rule.ConditionText), new("", grant.Rule.Reason), new("place", grant.Rule.Place.ToString()),
        ])));
    }

    private static void AppendDifferences(StringBuilder page, Policy policy)
    {
        if (policy.Differences.Count == 0)
        {
            return;
        }
        AppendSection(page, "differences", "What differs between threads", "Calls that all of them answer alike are left out.");
        AppendTable(page, ["syscall", .. policy.Threads.Select(thread => thread.Name)], policy.Differences.Select(difference => new PageRow(
            "", [new("call", difference.Call), .. difference.Cells.Select(cell => cell.Length > 0 ? new PageCell("grant", cell) : new PageCell("none", "no"))])));
    }

    // On paper a rule that several programs have stands once: where it is written, or in the first of them.
    private static void AppendProgram(StringBuilder page, ExplainedProgram program, Policy policy)
    {
        AppendSection(page, program.Name, program.Name, $"{program.Headline}.");
        string[] elsewhere = [.. program.Rules.Select(rule => policy.HomeOf(rule).Name).Where(home => home != program.Name)];
        if (elsewhere.Length > 0)
        {
            page.Append($"<p class=\"paper\">On paper its other {elsewhere.Length} rules stand under {PageParts.Escape(string.Join(", ", elsewhere.Distinct()))}.</p>\n");
        }
        AppendTable(page, ["syscall", "conditions", "action", "reason", "place"], program.Rules.Select(rule => new PageRow(
            policy.HomeOf(rule) == program ? "" : "again",
            [
                new("call", rule.Call), new("", rule.ConditionText), new(ClassOf(rule), rule.Action.ToString()), new("", rule.Reason),
                new("place", rule.Place.ToString()),
            ])));
    }

    private static string ClassOf(ExplainedRule rule) => rule switch
    {
        { Grants.Count: > 0 } => "danger",
        { Action.Permits: true } => "grant",
        _ => "deny",
    };

    private static void AppendSection(StringBuilder page, string id, string heading, string text) =>
        page.Append($"<section id=\"{id}\">\n<h2>{PageParts.Escape(heading)}</h2>\n<p>{PageParts.Escape(text)}</p>\n");

    // Closes the section.
    private static void AppendTable(StringBuilder page, IReadOnlyList<string> headings, IEnumerable<PageRow> rows)
    {
        page.Append($"<table>\n<thead><tr>{string.Concat(headings.Select(heading => $"<th scope=\"col\">{heading}</th>"))}</tr></thead>\n<tbody>\n");
        foreach (PageRow row in rows)
        {
            page.Append(row.ToHtml(headings));
        }
        page.Append("</tbody>\n</table>\n</section>\n");
    }
}
