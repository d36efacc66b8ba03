using System.Text;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>Firecracker's format: <c>2026-11-25T03:33:38.123456789 [web-1:vmm:INFO:vmm/Process/VmmProcess.cs:27] message</c>.</summary>
internal sealed class TextLine : ILineFormat
{
    private TextLine()
    {
    }

    internal static TextLine Format { get; } = new();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> End => "\n"u8;

    /// <inheritdoc/>
    public LineHole MessageHole => LineHole.Message;

    /// <inheritdoc/>
    public void Begin(ref Utf8Writer line, in LogHeader header)
    {
        header.AppendTime(ref line);
        line.Append(" ["u8);
        foreach (Rune rune in header.Settings.Id.EnumerateRunes())
        {
            Append(ref line, rune);
        }
        line.Append((byte)':');
        line.Append(header.Thread);
        if (header.Settings.ShowLevel)
        {
            line.Append((byte)':');
            line.Append(LogLevels.TagOf(header.Level));
        }
        if (header.Settings.ShowOrigin)
        {
            line.Append((byte)':');
            header.AppendOrigin(ref line);
        }
        line.Append("] "u8);
    }

    /// <inheritdoc/>
    public void Append(ref Utf8Writer line, Rune rune) => TextEscape.AppendToLine(ref line, rune);
}
