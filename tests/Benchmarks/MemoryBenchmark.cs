using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Kiln.Benchmarks;

/// <summary>Resident memory of a monitor whose guest runs, without the guest's own: Rss of every mapping smaller than guest memory.</summary>
internal static class MemoryBenchmark
{
    private const long GuestKibibytes = 128 * 1024;

    internal static Figure Run(Stage stage, int runs)
    {
        Func<string[]> arguments = stage.JailerArguments("spin");
        List<double> samples = [];
        for (int run = 0; run < runs; run++)
        {
            using Process process = Process.Start(
                new ProcessStartInfo(stage.Jailer, arguments()) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
            // The guest's first line means that every thread runs.
            process.StandardOutput.ReadLine();
            samples.Add(ResidentKibibytes(process.Id) / 1024.0);
            process.Kill();
            process.WaitForExit();
        }
        return Figure.Of("resident memory outside the guest's", "MiB", samples);
    }

    /// <summary>KiB of a monitor's mappings that are smaller than its guest's memory of 128 MiB.</summary>
    internal static long ResidentKibibytes(int process)
    {
        long sum = 0;
        long size = 0;
        foreach (string line in File.ReadLines($"/proc/{process}/smaps"))
        {
            if (line.StartsWith("Size:", StringComparison.Ordinal))
            {
                size = Kibibytes(line);
            }
            else if (line.StartsWith("Rss:", StringComparison.Ordinal) && size < GuestKibibytes)
            {
                sum += Kibibytes(line);
            }
        }
        return sum;
    }

    private static long Kibibytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
