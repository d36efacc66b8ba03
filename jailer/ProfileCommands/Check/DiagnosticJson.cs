using Kiln.ProfileCommands.Wording;
using Kiln.Profiles.Diagnostics;

namespace Kiln.ProfileCommands.Check;

/// <summary>Formats diagnostics as JSON.</summary>
internal static class DiagnosticJson
{
    /// <summary>An array with one object per diagnostic: id, severity, file, line, column, message.</summary>
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
