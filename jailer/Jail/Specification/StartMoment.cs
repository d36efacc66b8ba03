using System.Diagnostics;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>When the jailer started: the monitor tells in its metrics how long it took from there.</summary>
/// <param name="Microseconds">Of the monotonic clock.</param>
internal readonly record struct StartMoment(long Microseconds)
{
    /// <summary>The arguments as --dry-run shows them.</summary>
    internal const string Placeholder = "--start-time-us T --start-time-cpu-us T --parent-cpu-time-us T";

    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>This moment.</summary>
    internal static StartMoment Now => new(Stopwatch.GetTimestamp() / NanosecondsPerMicrosecond);

    /// <summary>The arguments that tell a monitor which takes this process over: the processor time so far is no longer its own.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal IReadOnlyList<string> ArgumentsHere => Arguments(ProcessorMicroseconds, 0);

    /// <summary>The arguments that tell a monitor in a child, whose processor time starts anew.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal IReadOnlyList<string> ArgumentsInChild => Arguments(0, ProcessorMicroseconds);

    private static ulong ProcessorMicroseconds => ProcessTime.Nanoseconds / NanosecondsPerMicrosecond;

    private IReadOnlyList<string> Arguments(ulong own, ulong parents) =>
        ["--start-time-us", $"{Microseconds}", "--start-time-cpu-us", $"{own}", "--parent-cpu-time-us", $"{parents}"];
}
