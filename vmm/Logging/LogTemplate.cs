using System.Runtime.CompilerServices;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>
/// Creates the template of a line that a signal handler may write: an error of module main in the configured format, with holes to fill in.
/// </summary>
internal static class LogTemplate
{
    // Time zero as the formats write it.
    private static ReadOnlySpan<byte> Beginning => "1970-01-01T00:00:00.000000000"u8;

    /// <summary>Passes on the template for the given settings.</summary>
    /// <param name="keeper">Receives the template, which is empty when the settings do not admit such a line.</param>
    internal static void Tell(LogSettings settings, LogTemplateKeeper keeper, [CallerFilePath] string file = "", [CallerLineNumber] int number = 0)
    {
        Span<byte> text = stackalloc byte[LineTemplate.MaximumLength];
        Utf8Writer line = new(text);
        if (settings.Admits(LogLevel.Error, Module.Main))
        {
            ReadOnlySpan<byte> thread = [(byte)LineHole.Thread];
            settings.Format.Begin(ref line, new LogHeader
            {
                Settings = settings,
                Level = LogLevel.Error,
                Module = Module.Main,
                Time = 0,
                Thread = thread,
                File = file,
                Line = number,
            });
            line.Append((byte)settings.Format.MessageHole);
            line.Append(settings.Format.End);
        }
        keeper(WithTimeHole(text[..line.Length]));
    }

    private static ReadOnlySpan<byte> WithTimeHole(Span<byte> line)
    {
        int start = line.IndexOf(Beginning);
        if (start < 0)
        {
            return line;
        }
        line[start] = (byte)LineHole.Time;
        line[(start + Beginning.Length)..].CopyTo(line[(start + 1)..]);
        return line[..^(Beginning.Length - 1)];
    }
}
