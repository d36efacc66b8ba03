using System.Globalization;
using System.Linq;
using System.Text;
using Kiln.CommandLine;
using Kiln.ProfileCommands.Score;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>The front of a page: what was compiled and when, the threads in numbers, and how the filters lie on each other.</summary>
internal static class PageFront
{
    internal static void AppendFront(this StringBuilder page, Policy policy, string made)
    {
        page.Append("<h1>Seccomp profiles</h1>\n<dl class=\"facts\">\n");
        foreach ((string name, string fact) in ((string, string)[])
        [
            ("profiles", policy.Source), ("made", $"{made}, by {KilnVersion.Text}"),
            ("filter set", $"{policy.Set.Length} bytes, as 'jailer profile compile' writes it"),
            ("exposure", $"{ExposureFigure.Text(policy.Score.InAll)} of 100 in all: {ScoreReport.InAll}"),
        ])
        {
            page.Append($"<dt>{name}</dt><dd>{PageParts.Escape(fact)}</dd>\n");
        }
        page.Append($"<dt>SHA-256</dt><dd><code class=\"digest\">{Digest(policy)}</code></dd>\n</dl>\n");
    }

    /// <summary>The digest in groups, between which a line may end.</summary>
    internal static string Digest(Policy policy) => string.Join("<wbr>", policy.Set.Sha256.Chunk(16).Select(digits => new string(digits)));

    /// <summary>The threads in numbers, and the filters on each other.</summary>
    internal static void AppendThreads(this StringBuilder page, Policy policy)
    {
        page.BeginSection("threads", "Threads", "A call must pass all filters that a thread carries, from its own down; the strictest answer holds.");
        AppendStack(page, policy);
        page.AppendTable(["program", "rules", "instructions", "dangerous", "exposure", "default", "on top of"], policy.Reviewed.Select(program => new PageRow("",
        [
            new("call", program.Name), new("number", Number(program.Rules.Count)), new("number", Number(program.Instructions)),
            new("number", Number(program.Rules.Sum(rule => rule.Grants.Count))),
            new("number", ExposureFigure.Text(policy.Score.Of(program.Profile))),
            new("deny", $"{program.Default} ({program.DefaultPlace})"), new("", string.Join(" and ", program.Below)),
        ])));
        page.EndSection();
    }

    private static void AppendStack(StringBuilder page, Policy policy)
    {
        page.Append("<div class=\"stack\">\n");
        AppendLayer(page, policy, policy.Reviewed.Where(program => !ProgramScore.IsTransient(program.Profile)).Select(program => program.Name));
        foreach (FilterProfile below in (FilterProfile[])[FilterProfile.Setup, FilterProfile.Launch])
        {
            string name = FilterProfiles.NameOf(below);
            AppendLayer(page, policy, policy.Programs.Any(program => program.Name == name || program.Below.Contains(name)) ? [name] : []);
        }
        page.Append("</div>\n");
    }

    private static void AppendLayer(StringBuilder page, Policy policy, IEnumerable<string> names)
    {
        page.Append("<div class=\"layer\">");
        foreach (string name in names)
        {
            string counts = policy.Programs.FirstOrDefault(program => program.Name == name) is { } program
                ? $"{Number(program.Rules.Count)} rules, exposure {ExposureFigure.Text(policy.Score.Of(program.Profile))}"
                : "not described here";
            page.Append($"<div class=\"filter\"><b>{PageParts.Escape(name)}</b> <span>{counts}</span></div>");
        }
        page.Append("</div>\n");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
