using System.Diagnostics;
using Kiln.Linux;

namespace Kiln.Jailer.Jail;

/// <summary>When the jailer started: the monitor tells in its metrics how long it took from there.</summary>
/// <param name="Microseconds">Of the monotonic clock.</param>
internal readonly record struct StartMoment(long Microseconds)
{
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>This moment.</summary>
    internal static StartMoment Now => new(Stopwatch.GetTimestamp() / NanosecondsPerMicrosecond);

    /// <summary>The arguments that tell the monitor.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal IReadOnlyList<string> Arguments =>
    [
        "--start-time-us", $"{Microseconds}", "--start-time-cpu-us", $"{ProcessTime.Nanoseconds / NanosecondsPerMicrosecond}",
        "--parent-cpu-time-us", "0",
    ];
}
