using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace Kiln.Benchmarks;

/// <summary>What a whole process took, in milliseconds.</summary>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Processor">Of processors, in all its threads.</param>
internal readonly record struct ProcessCost(double Wall, double Processor)
{
    /// <summary>Runs a program to its end. What it writes to standard output is dropped.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static ProcessCost Of(string program, string[] arguments)
    {
        double before = ChildrenMilliseconds();
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0
            ? new ProcessCost(elapsed, ChildrenMilliseconds() - before)
            : throw new InvalidOperationException($"{program} ended with status {process.ExitCode}");
    }

    // Processor time of all children that have ended and been waited for.
    private static unsafe double ChildrenMilliseconds()
    {
        const int RUSAGE_CHILDREN = -1;
        long* usage = stackalloc long[18];
        if (getrusage(RUSAGE_CHILDREN, usage) != 0)
        {
            throw new IOException("getrusage failed");
        }
        return ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3);
    }

    [DllImport("libc")]
    private static extern unsafe int getrusage(int who, long* usage);
}
