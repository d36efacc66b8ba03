using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Score;

/// <summary>Formats a score.</summary>
internal static class ScoreReport
{
    private const string Weights = "The weights and their reasons are in seccomp-profiles/README.md, \"The exposure score\".";

    /// <summary>What the figure in all is of.</summary>
    internal const string InAll = "what the threads vmm, api, vcpu and runtime may do together: they share memory, so who has one has them all";

    /// <summary>A line for each program, then the cuts.</summary>
    internal static string Text(ExposureScore score)
    {
        StringBuilder text = new();
        text.Append("Exposure, from 0, nothing allowed, to 100, no filter\n\n");
        text.Append(Figures(score, ""));
        text.Append(score.Cuts.Count > 0 ? "\nThe five cuts that would lower the figure in all most\n\n" : "");
        foreach (ExposureCut cut in score.BestCuts)
        {
            text.Append($"  -{cut.PointsText}  {cut.Call,-18} {cut.PlaceText}{Doubling(cut)}\n");
            foreach (string line in ((string[])[ConditionsOf(cut), cut.Reason]))
            {
                text.Append($"         {line}\n");
            }
        }
        return text.Append($"\n{Weights}\n").ToString();
    }

    /// <summary>A line for each program, then one in all.</summary>
    /// <param name="indent">What stands before each line.</param>
    internal static string Figures(ExposureScore score, string indent) =>
        string.Concat(score.Programs.Select(program => (program.Name, program.Figure, program.Remark)).Append(("in all", score.InAll, InAll))
            .Select(line => $"{indent}{line.Item1,-8} {ExposureFigure.Text(line.Item2),5}  {line.Item3}".TrimEnd() + "\n"));

    /// <summary>A table of the figures and one of the cuts.</summary>
    internal static string Markdown(ExposureScore score)
    {
        StringBuilder text = new();
        text.Append("Exposure, from 0, nothing allowed, to 100, no filter.\n\n").Append(FigureTable(score));
        text.Append(score.Cuts.Count > 0 ? "\nThe five cuts that would lower the figure in all most:\n\n" : "");
        text.Append(score.Cuts.Count == 0 ? "" : MarkdownText.Table(
            ["points", "syscall", "conditions", "reason", "place"],
            score.BestCuts.Select(cut => (IReadOnlyList<string>)
                [$"-{cut.PointsText}", cut.Call, ConditionsOf(cut), cut.Reason, cut.PlaceText + Doubling(cut)])));
        return text.Append($"\n{Weights}\n").ToString();
    }

    /// <summary>A table with a row for each program and one in all.</summary>
    internal static string FigureTable(ExposureScore score) => MarkdownText.Table(
        ["program", "score", "what it is of"],
        score.Programs.Select(program => (IReadOnlyList<string>)[program.Name, ExposureFigure.Text(program.Figure), program.Remark])
            .Append(["in all", ExposureFigure.Text(score.InAll), InAll]));

    /// <summary>An object with the figures and all cuts.</summary>
    internal static string Json(ExposureScore score) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteScore(score);
        writer.WriteObjects("cuts", score.Cuts, cut =>
        {
            writer.WriteNumber("points", cut.Points);
            writer.WriteString("call", cut.Call);
            writer.WriteString("conditions", cut.Conditions);
            writer.WriteString("reason", cut.Reason);
            writer.WriteTexts("places", cut.Places.Select(place => place.ToString()));
        });
        writer.WriteEndObject();
    });

    /// <summary>The conditions of a cut, or a text that says there are none.</summary>
    internal static string ConditionsOf(ExposureCut cut) => cut.Conditions.Length > 0 ? cut.Conditions : "any arguments";

    /// <summary>What is to be said of rules that say the same.</summary>
    internal static string Doubling(ExposureCut cut) => cut.Places.Count > 1 ? ", which say the same: only without all of them" : "";
}
