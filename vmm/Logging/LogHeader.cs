using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>The content of a line's header.</summary>
internal readonly ref struct LogHeader
{
    /// <summary>The maximum length of a header in bytes: an id of 64 characters, a source file of 128, and what surrounds them in JSON.</summary>
    internal const int MaximumLength = 511;

    private const int MaximumFileLength = 128;

    internal required LogSettings Settings { get; init; }

    internal required LogLevel Level { get; init; }

    internal required Module Module { get; init; }

    /// <summary>The time in nanoseconds since the Unix epoch.</summary>
    internal required long Time { get; init; }

    internal required ReadOnlySpan<byte> Thread { get; init; }

    /// <summary>The path of the source file, as the compiler passes it.</summary>
    internal required string File { get; init; }

    /// <summary>The line in the source file.</summary>
    internal required int Line { get; init; }

    /// <summary>Writes the time: <c>2026-11-25T03:33:38.123456789</c>.</summary>
    internal void AppendTime(ref Utf8Writer line) => UtcTime.Append(ref line, Time, fraction: 9);

    /// <summary>Writes the position in the source: <c>vmm/Process/VmmProcess.cs:27</c>.</summary>
    internal void AppendOrigin(ref Utf8Writer line)
    {
        foreach (char character in File.AsSpan(Math.Max(0, File.Length - MaximumFileLength)))
        {
            line.Append((byte)character);
        }
        line.Append((byte)':');
        line.AppendNumber(Line);
    }
}
