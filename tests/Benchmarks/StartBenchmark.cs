using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace Kiln.Benchmarks;

/// <summary>
/// From the start of a process to its end with a guest that shuts down at its first instruction. Its processor time is an upper bound of that
/// of start to ready; most of its wall time is the kernel taking the machine apart.
/// </summary>
internal static class StartBenchmark
{
    internal static IEnumerable<Figure> Run(string name, string program, Func<string[]> arguments, int runs)
    {
        List<double> wall = [];
        List<double> processor = [];
        for (int run = 0; run <= runs; run++)
        {
            string[] given = arguments();
            double before = ChildrenMilliseconds();
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(program, given))!;
            process.WaitForExit();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} ended with status {process.ExitCode}");
            }
            // The first run warms the page cache.
            if (run > 0)
            {
                wall.Add(elapsed);
                processor.Add(ChildrenMilliseconds() - before);
            }
        }
        return [Figure.Of(name + ", wall", "ms", wall), Figure.Of(name + ", CPU", "ms", processor)];
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
