using System.Text;
using System.Text.Json;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Formats what changed, for a terminal, a review and machines.</summary>
internal static class ChangeReport
{
    /// <summary>What is said in place of the rules' texts when the other side has none.</summary>
    internal const string NoTexts = "The other side is compiled: it has no rules' texts and reasons to compare.";

    /// <summary>What stands above the table of rules.</summary>
    internal const string Written = "Rules that are written differently";

    internal static string Text(PolicyChanges changes)
    {
        StringBuilder text = new();
        text.Append($"\nWhat changed since {changes.Since}\n\n{DiffText.Of(changes.Threads)}\n{Written}\n\n");
        foreach (RuleChange change in changes.Rules ?? [])
        {
            text.Append($"  {change.Kind,-9} {change.Rule.Call} {change.Rule.Action}, {change.Rule.ConditionText}; {change.Rule.Place}\n            {change.Reasons}\n");
        }
        return text.Append(changes.Rules switch { null => $"  {NoTexts}\n", [] => "  none\n", _ => "" }).ToString();
    }

    internal static string Markdown(PolicyChanges changes) =>
        $"\n## What changed since {MarkdownText.Escape(changes.Since)}\n\n{DiffMarkdown.Of(changes.Threads)}\n{Written}:\n\n"
        + (changes.Rules is { Count: > 0 } rules
            ? DiffMarkdown.Of(rules)
            : changes.Rules is null ? $"{NoTexts}\n" : "None.\n");

    /// <summary>Writes an object: the other side, the threads as <c>diff</c> has them, and the rules.</summary>
    internal static void WriteChanges(this Utf8JsonWriter writer, PolicyChanges changes)
    {
        writer.WriteStartObject("changes");
        writer.WriteString("since", changes.Since);
        writer.WriteThreads(changes.Threads);
        if (changes.Rules is { } rules)
        {
            writer.WriteRules(rules);
        }
        writer.WriteEndObject();
    }
}
