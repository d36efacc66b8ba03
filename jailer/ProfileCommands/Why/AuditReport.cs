using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>Formats the answer to an audit line.</summary>
internal static class AuditReport
{
    // A call with more of them is read with 'explain'.
    private const int MostTold = 16;

    /// <summary>Lines for a terminal.</summary>
    internal static string Text(AuditAnswer answer) =>
        $"{Headline(answer)}\n" + string.Concat(Remarks(answer).Select(remark => $"  {remark}\n"));

    /// <summary>A paragraph and a list for a review.</summary>
    internal static string Markdown(AuditAnswer answer) =>
        $"{MarkdownText.Escape(Headline(answer))}\n\n" + string.Concat(Remarks(answer).Select(remark => $"- {MarkdownText.Escape(remark)}\n"));

    /// <summary>An object; <c>isMade</c> is null where it depends on the arguments.</summary>
    internal static string Json(AuditAnswer answer) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("thread", FilterProfiles.NameOf(answer.Example.Question.Program));
        writer.WriteString("call", answer.CallName);
        writer.WriteNumber("number", answer.Example.Question.Number);
        writer.WritePropertyName("isMade");
        if (answer.IsMade is { } isMade)
        {
            writer.WriteBooleanValue(isMade);
        }
        else
        {
            writer.WriteNullValue();
        }
        writer.WriteString("taken", answer.Taken?.ToString());
        writer.WriteTexts("actions", answer.Survey.Answers.Select(action => action.ToString()));
        writer.WriteString("decidedBy", FilterProfiles.NameOf(answer.Example.Decisive.Program));
        writer.WriteString("file", $"{answer.Example.Decisive.Rule.Place.Profile}.yaml");
        writer.WriteNumber("line", answer.Example.Decisive.Rule.Place.Line);
        writer.WriteNumber("column", answer.Example.Decisive.Rule.Place.Column);
        writer.WriteTexts("allowedWhere", answer.AllowedWhere);
        writer.WriteEndObject();
    });

    private static string Headline(AuditAnswer answer)
    {
        string call = $"In {FilterProfiles.NameOf(answer.Example.Question.Program)}, {answer.CallName}";
        ProgramAnswer decisive = answer.Example.Decisive;
        return answer.IsMade switch
        {
            true => $"{call} {ActionWords.Of(decisive.Action)}, whatever its arguments. All programs that the thread carries let it through.",
            false => $"{call} {ActionWords.Of(decisive.Action)}, whatever its arguments. {FilterProfiles.NameOf(decisive.Program)} decides: {decisive.Action}, by {decisive.Rule.Place}.",
            _ => $"{call} is allowed for some arguments, which the line does not have.",
        };
    }

    private static IEnumerable<string> Remarks(AuditAnswer answer)
    {
        if (answer.Taken is { } taken)
        {
            yield return $"The answer to this one was {taken}.";
        }
        foreach (string where in answer.AllowedWhere.Take(MostTold))
        {
            yield return $"allowed where {where}";
        }
        if (answer.Survey.Permitted.Count > MostTold && answer.IsMade is null)
        {
            yield return $"and {answer.Survey.Permitted.Count - MostTold} more; --format json has them all";
        }
        if (answer.IsMade is null)
        {
            yield return answer.Survey.IsWhole
                ? $"else {answer.Example.Decisive.Action}, by {answer.Example.Decisive.Rule.Place} of {FilterProfiles.NameOf(answer.Example.Decisive.Program)}"
                : "the rest could not be followed; ask with arguments";
        }
    }
}
