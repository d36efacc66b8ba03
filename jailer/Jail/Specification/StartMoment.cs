using System.Diagnostics;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>When the jailer started; the monitor reports in its metrics how long startup took from here.</summary>
/// <param name="Microseconds">Monotonic clock.</param>
internal readonly record struct StartMoment(long Microseconds)
{
    /// <summary>The arguments as shown by --dry-run.</summary>
    internal const string Placeholder = "--start-time-us T --start-time-cpu-us T --parent-cpu-time-us T";

    internal static StartMoment Now => new(Stopwatch.GetTimestamp() / NanosecondsPer.Microsecond);

    /// <summary>Arguments for a monitor that replaces this process by execve: CPU time used so far must not count as its own.</summary>
    /// <exception cref="LinuxException">Never on a working kernel.</exception>
    internal IReadOnlyList<string> ArgumentsHere => Arguments(ProcessorMicroseconds, 0);

    /// <summary>Arguments for a monitor in a child, whose CPU time starts at zero.</summary>
    /// <exception cref="LinuxException">Never on a working kernel.</exception>
    internal IReadOnlyList<string> ArgumentsInChild => Arguments(0, ProcessorMicroseconds);

    private static ulong ProcessorMicroseconds => ProcessTime.Nanoseconds / NanosecondsPer.Microsecond;

    private IReadOnlyList<string> Arguments(ulong own, ulong parents) =>
        ["--start-time-us", $"{Microseconds}", "--start-time-cpu-us", $"{own}", "--parent-cpu-time-us", $"{parents}"];
}
