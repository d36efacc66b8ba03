using System.Linq;
using System.Text.Json;
using Kiln.CommandLine;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Diagnostics;

namespace Kiln.ProfileCommands.Check;

/// <summary>Formats diagnostics for code review tools, as a SARIF 2.1.0 log with one run.</summary>
internal static class DiagnosticSarif
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <param name="compilation">The findings; those that a rule accepts are suppressed results.</param>
    internal static string Of(ProfileCompilation compilation, SarifPlace place)
    {
        Diagnostic[] diagnostics = [.. compilation.Diagnostics, .. compilation.Accepted];
        string[] rules = [.. diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)];
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Schema);
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer, rules);
            WriteBase(writer, place);
            // Columns count code points, not UTF-16 units.
            writer.WriteString("columnKind", "unicodeCodePoints");
            writer.WriteStartArray("results");
            foreach (Diagnostic diagnostic in diagnostics)
            {
                WriteResult(writer, diagnostic, Array.IndexOf(rules, diagnostic.Id), place);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter writer, string[] rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "jailer profile check");
        writer.WriteString("version", KilnVersion.Number);
        writer.WriteStartArray("rules");
        foreach (string rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule);
            WriteText(writer, "help", $"seccomp-profiles/README.md says what {rule} is.");
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteBase(Utf8JsonWriter writer, SarifPlace place)
    {
        writer.WriteStartObject("originalUriBaseIds");
        writer.WriteStartObject(place.Base);
        if (place.Uri is { } uri)
        {
            writer.WriteString("uri", uri);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Diagnostic diagnostic, int rule, SarifPlace place)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", diagnostic.Id);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", diagnostic.Severity);
        WriteText(writer, "message", diagnostic.Message);
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", place.UriOf(diagnostic.File));
        writer.WriteString("uriBaseId", place.Base);
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", diagnostic.Line);
        writer.WriteNumber("startColumn", diagnostic.Column);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (diagnostic.Accepted is { } reason)
        {
            writer.WriteStartArray("suppressions");
            writer.WriteStartObject();
            writer.WriteString("kind", "inSource");
            writer.WriteString("justification", reason);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
