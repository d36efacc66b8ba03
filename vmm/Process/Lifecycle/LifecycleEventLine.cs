using System.Globalization;
using System.Text;
using Kiln.Vmm.Confinement;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>
/// Writes a life-cycle event as a line of JSON, in ASCII: whatever a reason quotes, the line is one line and commands no terminal.
/// </summary>
internal static class LifecycleEventLine
{
    /// <summary>The longest line, in bytes: PIPE_BUF, which a pipe takes whole or not at all.</summary>
    internal const int MaximumLength = 4096;

    // Each character takes six bytes at most: with it the longest line has some 3300.
    private const int MaximumReasonLength = LineTemplate.MaximumReason;

    private const int Version = 1;

    /// <summary>The line, with its end.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="id">The microVM's name: letters, digits and hyphens.</param>
    /// <param name="nanoseconds">When, since 1970 in UTC.</param>
    /// <param name="lost">How many events before it could not be written.</param>
    internal static byte[] Of(LifecycleEvent happened, string id, long nanoseconds, long lost)
    {
        StringBuilder line = new();
        DateTime time = DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        line.Append(
            CultureInfo.InvariantCulture,
            $"{{\"version\":{Version},\"time\":\"{time:yyyy-MM-ddTHH:mm:ss.fffffff}Z\",\"id\":\"{id}\",\"event\":\"{happened.Name}\"");
        if (happened.Status is { } status)
        {
            line.Append(CultureInfo.InvariantCulture, $",\"status\":{(int)status}");
        }
        if (happened.Reason is { } reason)
        {
            line.Append(",\"reason\":\"");
            Append(line, reason);
            line.Append('"');
        }
        if (lost > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $",\"lost\":{lost}");
        }
        return Encoding.ASCII.GetBytes(line.Append("}\n").ToString());
    }

    /// <summary>The last line of a process that a signal handler ends, with holes for what it knows then.</summary>
    /// <param name="id">The microVM's name.</param>
    internal static byte[] TemplateOf(string id)
    {
        StringBuilder line = new();
        line.Append(
            CultureInfo.InvariantCulture,
            $"{{\"version\":{Version},\"time\":\"{(char)LineHole.ShortTime}Z\",\"id\":\"{id}\",\"event\":\"{(char)LineHole.Event}\",");
        line.Append(
            CultureInfo.InvariantCulture,
            $"\"status\":{(char)LineHole.Status},\"reason\":\"{(char)LineHole.QuotedReason}\"}}\n");
        return Encoding.ASCII.GetBytes(line.ToString());
    }

    private static void Append(StringBuilder line, string reason)
    {
        // Half of a surrogate pair, which a cut may leave too, is replaced.
        foreach (Rune rune in reason.AsSpan(0, Math.Min(reason.Length, MaximumReasonLength)).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => line.Append('\\').Append((char)rune.Value),
                >= ' ' and <= '~' => line.Append((char)rune.Value),
                _ => AppendEscaped(line, rune),
            };
        }
        line.Append(reason.Length > MaximumReasonLength ? "..." : "");
    }

    private static StringBuilder AppendEscaped(StringBuilder line, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            line.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }
        return line;
    }
}
