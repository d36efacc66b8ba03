using System.IO;
using System.Text;
using System.Text.Json;
using Kiln.Profiles;

namespace Kiln.Jailer.ProfileCommands;

/// <summary>Findings for machines.</summary>
internal static class DiagnosticJson
{
    /// <summary>An array with an object for each finding: id, severity, file, line, column, message.</summary>
    /// <param name="diagnostics">The findings.</param>
    internal static string Of(IReadOnlyList<Diagnostic> diagnostics)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (Diagnostic diagnostic in diagnostics)
            {
                writer.WriteStartObject();
                writer.WriteString("id", diagnostic.Id);
                writer.WriteString("severity", diagnostic.Severity);
                writer.WriteString("file", diagnostic.File);
                writer.WriteNumber("line", diagnostic.Line);
                writer.WriteNumber("column", diagnostic.Column);
                writer.WriteString("message", diagnostic.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
