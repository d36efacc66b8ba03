using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace Kiln.Benchmarks;

/// <summary>The cost of a whole process, times in milliseconds.</summary>
/// <param name="Wall">Wall time from start to end.</param>
/// <param name="Processor">CPU time of all threads.</param>
/// <param name="Faults">Page faults that read nothing from a disk.</param>
internal readonly record struct ProcessCost(double Wall, double Processor, long Faults)
{
    // Of struct rusage (getrusage(2)): words of 64 bits, and which of them counts minor faults.
    private const int UsageWords = 18;
    private const int MinorFaultsWord = 8;

    /// <summary>Runs a program to its end, discarding its standard output.</summary>
    /// <exception cref="InvalidOperationException"/>
    internal static ProcessCost Of(string program, string[] arguments)
    {
        (double processor, long faults) = OfChildren();
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with status {process.ExitCode}");
        }
        (double processorAfter, long faultsAfter) = OfChildren();
        return new ProcessCost(elapsed, processorAfter - processor, faultsAfter - faults);
    }

    // CPU milliseconds and minor faults of all reaped children.
    private static unsafe (double Processor, long Faults) OfChildren()
    {
        const int RUSAGE_CHILDREN = -1;
        long* usage = stackalloc long[UsageWords];
        if (getrusage(RUSAGE_CHILDREN, usage) != 0)
        {
            throw new IOException("getrusage failed");
        }
        return (((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3), usage[MinorFaultsWord]);
    }

    [DllImport("libc")]
    private static extern unsafe int getrusage(int who, long* usage);
}
