using System.Text.Json;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Formats a comparison as JSON; seccomp-profiles/diff.schema.json describes it.</summary>
internal static class DiffJson
{
    /// <summary>An object with the verdict, an array of threads, and what the profiles say beside it.</summary>
    internal static string Of(Difference difference) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("verdict", DiffWords.Of(difference.Verdict));
        writer.WriteThreads(difference.Threads);
        writer.WriteRules(difference.Rules);
        writer.WriteObjects("files", difference.Files, file =>
        {
            writer.WriteString("file", file.File);
            writer.WriteString("change", file.Kind);
        });
        writer.WriteEndObject();
    });

    /// <summary>Writes the property <c>threads</c>.</summary>
    internal static void WriteThreads(this Utf8JsonWriter writer, IReadOnlyList<ThreadDifference> threads) =>
    writer.WriteObjects("threads", threads, thread =>
    {
        writer.WriteString("thread", thread.Name);
        writer.WriteString("verdict", DiffWords.Of(thread.Verdict));
        writer.WriteObjects("changes", thread.Changes, change =>
        {
            writer.WriteString("kind", DiffWords.Of(change.Verdict));
            writer.WriteString("call", CallWords.NameOf(change.Change.Calls));
            writer.WriteString("arguments", CallWords.ArgumentsOf(change.Change.Calls));
            WriteAnswers(writer, change.Change);
            writer.WriteString("line", change.Place);
        });
        writer.WriteObjects("notProven", thread.NotProven, unproven =>
        {
            writer.WriteString("call", CallWords.NameOf(unproven.Calls));
            writer.WriteNumber("tried", unproven.Tried);
            writer.WriteObjects("found", unproven.Found, found => WriteAnswers(writer, found));
        });
    });

    /// <summary>Writes the property <c>rules</c>.</summary>
    internal static void WriteRules(this Utf8JsonWriter writer, IReadOnlyList<RuleChange> rules) => writer.WriteObjects("rules", rules, change =>
    {
        writer.WriteString("kind", change.Kind);
        writer.WriteString("call", change.Rule.Call);
        writer.WriteString("conditions", change.Rule.Conditions);
        writer.WriteString("action", change.Rule.Action.ToString());
        writer.WriteString("line", change.Rule.Place.ToString());
        writer.WriteString("reasonBefore", change.Before?.Reason);
        writer.WriteString("reasonAfter", change.After?.Reason);
    });

    private static void WriteAnswers(Utf8JsonWriter writer, AnswerChange change)
    {
        writer.WriteString("before", change.Before.ToString());
        writer.WriteString("after", change.After.ToString());
        writer.WriteString("witness", DiffWords.Witness(change));
    }
}
