using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Kiln.Benchmarks;

/// <summary>
/// Linux booted by each protocol, up to user space; and the monitor while Linux waits for input that does not come: wake-ups of its thread,
/// CPU time, memory.
/// </summary>
internal static class LinuxBenchmark
{
    // A boot takes many seconds where KVM emulates the guest's kernel mode: the median of a few is enough.
    private const int Runs = 3;

    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(10);

    internal static IEnumerable<Figure> Run(Stage stage)
    {
        List<double> wakeUps = [];
        List<double> processor = [];
        List<double> memory = [];
        foreach (string protocol in (string[])["PVH", "64-bit"])
        {
            List<double> samples = [];
            for (int run = 0; run < Runs; run++)
            {
                Func<string[]> arguments = stage.LinuxArguments(protocol);
                long start = Stopwatch.GetTimestamp();
                using Process process = Process.Start(
                    new ProcessStartInfo(stage.Jailer, arguments()) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
                ReadTo(process, "linux:");
                samples.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                // Until the program waits, and its earlier output has arrived.
                ReadTo(process, "echo ready");
                Thread.Sleep(_settling);
                (long switches, double milliseconds) = MonitorThread(process.Id);
                Thread.Sleep(_idle);
                (long later, double more) = MonitorThread(process.Id);
                wakeUps.Add(later - switches);
                processor.Add(more - milliseconds);
                memory.Add(MemoryBenchmark.ResidentKibibytes(process.Id) / 1024.0);
                process.Kill();
                process.WaitForExit();
            }
            yield return Figure.Of($"jailer start to Linux's user space by {protocol}, wall", "s", samples);
        }
        yield return Figure.Of("wake-ups of the vmm thread in 10 s of an idle Linux", "", wakeUps);
        yield return Figure.Of("processor time of the vmm thread in 10 s of an idle Linux", "ms", processor);
        yield return Figure.Of("resident memory outside the guest's, Linux up", "MiB", memory);
    }

    private static void ReadTo(Process process, string start)
    {
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith(start, StringComparison.Ordinal))
        {
        }
    }

    private static (long Switches, double Milliseconds) MonitorThread(int process)
    {
        string thread = Directory.GetDirectories($"/proc/{process}/task").Single(task => File.ReadAllText(task + "/comm").Trim() == "vmm");
        long switches = File.ReadLines(thread + "/status")
            .Where(line => line.Contains("ctxt_switches", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split('\t')[^1], CultureInfo.InvariantCulture));
        // The first field is CPU time in nanoseconds.
        double run = double.Parse(File.ReadAllText(thread + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        return (switches, run / 1e6);
    }
}
