using System.Text;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>
/// The JSON format: one object per line with <c>time</c>, <c>level</c>, <c>id</c> and <c>message</c> like the jailer's, <c>thread</c>,
/// <c>module</c>, and <c>origin</c> if configured.
/// </summary>
internal sealed class JsonLine : ILineFormat
{
    private JsonLine()
    {
    }

    internal static JsonLine Format { get; } = new();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> End => "\"}\n"u8;

    /// <inheritdoc/>
    public LineHole MessageHole => LineHole.QuotedMessage;

    /// <inheritdoc/>
    public void Begin(ref Utf8Writer line, in LogHeader header)
    {
        line.Append("{\"time\":\""u8);
        header.AppendTime(ref line);
        line.Append("Z\",\"level\":\""u8);
        line.Append(LogLevels.WordOf(header.Level));
        line.Append("\",\"id\":\""u8);
        TextEscape.AppendToJson(ref line, header.Settings.Id);
        line.Append("\",\"thread\":\""u8);
        line.Append(header.Thread);
        line.Append("\",\"module\":\""u8);
        line.AppendName(Modules.NameOf(header.Module));
        if (header.Settings.ShowOrigin)
        {
            line.Append("\",\"origin\":\""u8);
            header.AppendOrigin(ref line);
        }
        line.Append("\",\"message\":\""u8);
    }

    /// <inheritdoc/>
    public void Append(ref Utf8Writer line, Rune rune) => TextEscape.AppendToJson(ref line, rune);
}
