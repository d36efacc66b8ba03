using System.Diagnostics;
using System.IO;
using System.Linq;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks;

/// <summary>Resident memory of a monitor with a running guest, without guest memory: Rss of every mapping smaller than that.</summary>
internal static class MemoryBenchmark
{
    private const long GuestKibibytes = 128 * 1024;

    internal static Figure Run(Stage stage, int runs)
    {
        Func<string[]> arguments = stage.JailerArguments("spin");
        // The guest's first line shows that every thread is running.
        return Figure.Of("resident memory outside the guest's", "MiB", Samples(stage, arguments, runs, output => output.ReadLine()).Select(kib => kib / 1024));
    }

    /// <summary>Resident KiB of a new monitor, several times.</summary>
    /// <param name="arguments">Returns the arguments of a jailer.</param>
    /// <param name="prepare">Reads the output until the monitor is to be looked at.</param>
    internal static IEnumerable<double> Samples(Stage stage, Func<string[]> arguments, int runs, Action<StreamReader> prepare)
    {
        List<double> samples = [];
        for (int run = 0; run < runs; run++)
        {
            using Process process = Process.Start(
                new ProcessStartInfo(stage.Jailer, arguments()) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
            prepare(process.StandardOutput);
            samples.Add(ResidentKibibytes(process.Id));
            process.Kill();
            process.WaitForExit();
        }
        return samples;
    }

    /// <summary>Resident KiB of the mappings that are smaller than the guest's 128 MiB.</summary>
    internal static long ResidentKibibytes(int process) => ProcessMappings.Of(process).Where(mapping => mapping.Size < GuestKibibytes).Sum(mapping => mapping.Resident);
}
