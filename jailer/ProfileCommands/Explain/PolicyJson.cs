using System.Linq;
using System.Text.Json;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Formats a policy as JSON.</summary>
internal static class PolicyJson
{
    /// <summary>An object with the source of the profiles, the set's digest, the score, what changed, and an array of programs with their rules.</summary>
    internal static string Of(Policy policy) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", policy.Source);
        writer.WriteStartObject("filterSet");
        writer.WriteNumber("length", policy.Set.Length);
        writer.WriteString("sha256", policy.Set.Sha256);
        writer.WriteEndObject();
        writer.WriteStartObject("exposure");
        writer.WriteScore(policy.Score);
        writer.WriteEndObject();
        if (policy.Changes is { } changes)
        {
            writer.WriteChanges(changes);
        }
        writer.WriteObjects("programs", policy.Programs, program =>
        {
            writer.WriteString("program", program.Name);
            writer.WriteTexts("below", program.Below);
            writer.WriteString("default", program.Default.ToString());
            writer.WriteString("defaultPlace", program.DefaultPlace.ToString());
            writer.WriteObjects("rules", program.Rules, rule => WriteRule(writer, rule));
        });
        writer.WriteEndObject();
    });

    private static void WriteRule(Utf8JsonWriter writer, ExplainedRule rule)
    {
        writer.WriteString("call", rule.Call);
        writer.WriteString("conditions", rule.Conditions);
        writer.WriteString("action", rule.Action.ToString());
        writer.WriteString("reason", rule.Reason);
        writer.WriteString("file", $"{rule.Place.Profile}.yaml");
        writer.WriteNumber("line", rule.Place.Line);
        writer.WriteNumber("column", rule.Place.Column);
        writer.WriteTexts("grants", rule.Grants.Select(grant => grant.Id));
    }
}
