using System.Text;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>
/// Formats a life-cycle event as one line of JSON in printable ASCII: whatever text a reason quotes, it cannot break the line or control a terminal.
/// </summary>
internal static class LifecycleEventLine
{
    /// <summary>The longest line in bytes: PIPE_BUF, which a pipe accepts whole or not at all.</summary>
    internal const int MaximumLength = 4096;

    // A character takes at most six bytes, so the longest line has about 3300.
    private const int MaximumReasonLength = LineTemplate.MaximumReason;

    private const int Version = 1;

    // As readers know it from earlier versions.
    private const int FractionDigits = 7;

    /// <summary>Formats an event, including the newline.</summary>
    /// <param name="id">The microVM's ID: letters, digits and hyphens.</param>
    /// <param name="nanoseconds">Time of the event, in nanoseconds since 1970, UTC.</param>
    /// <param name="lost">Number of preceding events that could not be written.</param>
    internal static byte[] Of(LifecycleEvent happened, string id, long nanoseconds, long lost)
    {
        Utf8Writer line = new(stackalloc byte[MaximumLength]);
        Begin(ref line);
        UtcTime.Append(ref line, nanoseconds, FractionDigits);
        Name(ref line, id);
        line.AppendName(happened.Name);
        line.Append((byte)'"');
        if (happened.Status is { } status)
        {
            line.Append(",\"status\":"u8);
            line.AppendNumber((int)status);
        }
        if (happened.Reason is { } reason)
        {
            line.Append(",\"reason\":\""u8);
            AppendReason(ref line, reason);
            line.Append((byte)'"');
        }
        if (lost > 0)
        {
            line.Append(",\"lost\":"u8);
            line.AppendNumber(lost);
        }
        line.Append("}\n"u8);
        return line.Written.ToArray();
    }

    /// <summary>The template of the last event when a signal handler ends the process.</summary>
    internal static byte[] TemplateOf(string id)
    {
        Utf8Writer line = new(stackalloc byte[MaximumLength]);
        Begin(ref line);
        line.Append((byte)LineHole.ShortTime);
        Name(ref line, id);
        line.Append((byte)LineHole.Event);
        line.Append("\",\"status\":"u8);
        line.Append((byte)LineHole.Status);
        line.Append(",\"reason\":\""u8);
        line.Append((byte)LineHole.QuotedReason);
        line.Append("\"}\n"u8);
        return line.Written.ToArray();
    }

    private static void Begin(ref Utf8Writer line)
    {
        line.Append("{\"version\":"u8);
        line.AppendNumber(Version);
        line.Append(",\"time\":\""u8);
    }

    private static void Name(ref Utf8Writer line, string id)
    {
        line.Append("Z\",\"id\":\""u8);
        line.AppendName(id);
        line.Append("\",\"event\":\""u8);
    }

    private static void AppendReason(ref Utf8Writer line, string reason)
    {
        // An unpaired surrogate, which a cut may leave, is replaced.
        foreach (Rune rune in reason.AsSpan(0, Math.Min(reason.Length, MaximumReasonLength)).EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                line.Append((byte)'\\');
            }
            if (rune.Value is >= ' ' and <= '~')
            {
                line.Append((byte)rune.Value);
            }
            else
            {
                TextEscape.AppendEscaped(ref line, rune);
            }
        }
        line.Append(reason.Length > MaximumReasonLength ? "..."u8 : default);
    }
}
