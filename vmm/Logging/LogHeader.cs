using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>What a line says about itself.</summary>
internal readonly ref struct LogHeader
{
    /// <summary>Bytes of the longest: an id of 64 characters and a source file of 128 with what stands between them, in JSON.</summary>
    internal const int MaximumLength = 511;

    private const int MaximumFileLength = 128;

    /// <summary>The log's settings.</summary>
    internal required LogSettings Settings { get; init; }

    /// <summary>How much it matters.</summary>
    internal required LogLevel Level { get; init; }

    /// <summary>The area that it comes from.</summary>
    internal required Module Module { get; init; }

    /// <summary>When: nanoseconds since 1970 in UTC.</summary>
    internal required long Time { get; init; }

    /// <summary>The name of the thread.</summary>
    internal required ReadOnlySpan<byte> Thread { get; init; }

    /// <summary>The source file, as the compiler has it.</summary>
    internal required string File { get; init; }

    /// <summary>The line in it.</summary>
    internal required int Line { get; init; }

    /// <summary>Writes the time: <c>2026-11-25T03:33:38.123456789</c>.</summary>
    /// <param name="line">The line.</param>
    internal void AppendTime(ref Utf8Writer line)
    {
        const long NanosecondsPerSecond = 1_000_000_000;
        // By hand: the runtime's formatting of dates knows cultures, and is large.
        DateTime time = DateTime.UnixEpoch.AddTicks(Time / TimeSpan.NanosecondsPerTick);
        line.AppendDigits((ulong)time.Year, 4);
        line.Append((byte)'-');
        line.AppendDigits((ulong)time.Month, 2);
        line.Append((byte)'-');
        line.AppendDigits((ulong)time.Day, 2);
        line.Append((byte)'T');
        line.AppendDigits((ulong)time.Hour, 2);
        line.Append((byte)':');
        line.AppendDigits((ulong)time.Minute, 2);
        line.Append((byte)':');
        line.AppendDigits((ulong)time.Second, 2);
        line.Append((byte)'.');
        line.AppendDigits((ulong)(Time % NanosecondsPerSecond), 9);
    }

    /// <summary>Writes where in the source it comes from: <c>vmm/Process/VmmProcess.cs:27</c>.</summary>
    /// <param name="line">The line.</param>
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
