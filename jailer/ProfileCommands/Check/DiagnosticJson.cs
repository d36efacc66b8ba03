using Kiln.Jailer.ProfileCommands.Wording;
using Kiln.Profiles.Diagnostics;

namespace Kiln.Jailer.ProfileCommands.Check;

/// <summary>Findings for machines.</summary>
internal static class DiagnosticJson
{
    /// <summary>An array with an object for each finding: id, severity, file, line, column, message.</summary>
    /// <param name="diagnostics">The findings.</param>
    internal static string Of(IReadOnlyList<Diagnostic> diagnostics) => JsonText.Of(writer => writer.WriteObjects(diagnostics, diagnostic =>
    {
        writer.WriteString("id", diagnostic.Id);
        writer.WriteString("severity", diagnostic.Severity);
        writer.WriteString("file", diagnostic.File);
        writer.WriteNumber("line", diagnostic.Line);
        writer.WriteNumber("column", diagnostic.Column);
        writer.WriteString("message", diagnostic.Message);
    }));
}
