using System.Linq;
using System.Text;
using System.Text.Json;
using Kiln.Linux.Errors;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Formats what becomes of a recording.</summary>
/// <param name="file">The recording's name.</param>
internal sealed class SimulationReport(Simulation simulation, string file)
{
    // What a person reads; JSON has all.
    private const int MostWords = 8;

    /// <summary>What a file without any call has instead, as a part of a sentence.</summary>
    internal string Doubt => string.Concat(Remarks.Select(remark => $": {remark}"));

    private string Headline =>
        $"{Thread}: {CountWords.Of(simulation.Calls, "call")} in {Excerpt.OfPath(file)}: {simulation[OutcomeKind.Allowed]} allowed, {simulation[OutcomeKind.Refused]} refused, "
        + $"{simulation[OutcomeKind.Uncertain]} allowed for some arguments only";

    private string Thread => FilterProfiles.NameOf(simulation.Filters.Thread);

    private IEnumerable<string> Remarks
    {
        get
        {
            if (simulation.Untold > 0)
            {
                yield return $"{CountWords.Of(simulation.Untold, "call")} more, of too many kinds to tell";
            }
            foreach ((LineCount lines, string what) in ((LineCount, string)[])[
                (simulation.NotUnderstood, "not understood"), (simulation.Foreign, "of a call that x86_64 does not have"), (simulation.TooLong, $"longer than {LineReader.LongestLine} bytes")])
            {
                if (lines.Count > 0)
                {
                    string text = lines.First.Length > 0 ? $": {Excerpt.Of(lines.First)}" : "";
                    yield return $"{CountWords.Of(lines.Count, "line")} {(lines.Count == 1 ? "is" : "are")} {what}, and not simulated; the first is line {lines.FirstLine}{text}";
                }
            }
        }
    }

    /// <summary>Lines for a terminal.</summary>
    internal string Text()
    {
        StringBuilder text = new($"{Headline}\n");
        foreach (OutcomeGroup group in simulation.Groups)
        {
            text.Append($"  {KindOf(group),-9} {group.Count,7} {CallOf(group)}: {group.Key.Answer}, by {group.Key.Place}{Nearest(group)}\n");
            text.Append($"                    first in line {group.Line}: {group.Witness}\n");
            foreach (string where in Where(group))
            {
                text.Append($"                    {where}\n");
            }
        }
        foreach (string remark in Remarks)
        {
            text.Append($"{remark}\n");
        }
        return text.ToString();
    }

    /// <summary>A paragraph, a table and a list for a review.</summary>
    internal string Markdown()
    {
        IReadOnlyList<string>[] rows =
        [
            .. simulation.Groups.Select(group => (IReadOnlyList<string>)
            [
                KindOf(group), $"{group.Count}", CallOf(group), group.Key.Answer, $"{group.Key.Place}{Nearest(group)}", $"{group.Line}", string.Join("; ", [$"{group.Witness}", .. Where(group)]),
            ]),
        ];
        string table = rows.Length == 0 ? "" : "\n" + MarkdownText.Table(["outcome", "count", "calls", "answer", "decided by", "first line", "such as"], rows);
        string remarks = string.Concat(Remarks.Select(remark => $"- {MarkdownText.Escape(remark)}\n"));
        return $"{MarkdownText.Escape(Headline)}\n{table}{(remarks.Length > 0 ? "\n" : "")}{remarks}";
    }

    /// <summary>An object with the counts, the groups and the lines that could not be simulated.</summary>
    internal string Json() => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("thread", Thread);
        writer.WriteString("file", Excerpt.OfPath(file));
        writer.WriteNumber("calls", simulation.Calls);
        writer.WriteNumber("allowed", simulation[OutcomeKind.Allowed]);
        writer.WriteNumber("refused", simulation[OutcomeKind.Refused]);
        writer.WriteNumber("uncertain", simulation[OutcomeKind.Uncertain]);
        writer.WriteObjects("groups", simulation.Groups, group => Write(writer, group));
        writer.WriteNumber("untold", simulation.Untold);
        Write(writer, "notUnderstood", simulation.NotUnderstood);
        Write(writer, "foreign", simulation.Foreign);
        Write(writer, "tooLong", simulation.TooLong);
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, OutcomeGroup group)
    {
        writer.WriteString("outcome", KindOf(group));
        writer.WriteNumber("count", group.Count);
        writer.WriteString("call", NameOf(group));
        writer.WriteNumber("number", group.Key.Number);
        writer.WriteString("answer", group.Key.Answer);
        writer.WriteString("rule", group.Key.Place.ToString());
        writer.WriteString("nearest", group.Outcome.Nearest?.ToString());
        if (group.Key.Argument is { } argument)
        {
            writer.WriteNumber("argument", argument);
            writer.WriteString("value", $"0x{group.Key.Value:x}");
        }
        writer.WriteNumber("firstLine", group.Line);
        writer.WriteString("first", group.Witness.ToString());
        writer.WriteTexts("allowedWhere", group.Outcome.AllowedWhere);
    }

    private static void Write(Utf8JsonWriter writer, string name, LineCount lines)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", lines.Count);
        if (lines.Count > 0)
        {
            writer.WriteNumber("firstLine", lines.FirstLine);
            writer.WriteString("first", Excerpt.Of(lines.First));
        }
        writer.WriteEndObject();
    }

    private static string KindOf(OutcomeGroup group) => group.Key.Kind == OutcomeKind.Refused ? "refused" : "uncertain";

    private static string CallOf(OutcomeGroup group) => group.Key.Argument is { } argument
        ? $"{NameOf(group)} where argument {argument} is {ArgumentWords.Seen(group.Key.Number, argument, group.Key.Value)}"
        : NameOf(group);

    private static string NameOf(OutcomeGroup group) => CallWords.NameOf(group.Key.Number);

    private static string Nearest(OutcomeGroup group) => group.Outcome.Nearest is { } nearest ? $"; nearest rule {nearest}" : "";

    private static IEnumerable<string> Where(OutcomeGroup group)
    {
        IReadOnlyList<string> words = group.Outcome.AllowedWhere;
        return words.Take(MostWords).Select(where => $"allowed where {where}").Concat(words.Count > MostWords ? [$"and {words.Count - MostWords} more"] : []);
    }
}
