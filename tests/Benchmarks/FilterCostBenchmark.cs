using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Kiln.Benchmarks;

/// <summary>
/// The cost of filters on the monitor's most frequent calls: processes with all three filters of a thread and processes without any
/// alternate, and ratios are taken pair by pair.
/// </summary>
internal static class FilterCostBenchmark
{
    internal static IEnumerable<Figure> Run(Stage stage, int runs)
    {
        string configuration = stage.Configuration("exits");
        Dictionary<string, List<double>> filtered = [];
        Dictionary<string, List<double>> unfiltered = [];
        for (int run = 0; run < runs; run++)
        {
            Measure(stage, "none", configuration, unfiltered);
            Measure(stage, "embedded", configuration, filtered);
        }
        foreach ((string name, List<double> samples) in filtered)
        {
            yield return Figure.Of($"{name}, filtered", "ns", samples);
            if (unfiltered.TryGetValue(name, out List<double>? others))
            {
                yield return Figure.Of($"{name}, unfiltered", "ns", others);
                yield return Figure.Of($"{name}, filtered to unfiltered", "ratio", samples.Zip(others, (with, without) => with / without));
            }
        }
    }

    private static void Measure(Stage stage, string filters, string configuration, Dictionary<string, List<double>> samples)
    {
        ProcessStartInfo start = new(stage.Probe, ["cost", filters, configuration]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        // Console writes are among the timed calls, so somebody has to read them.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        foreach (string line in process.StandardError.ReadToEnd().Split('\n'))
        {
            string[] parts = line.Split(": ");
            if (parts.Length == 3 && double.TryParse(parts[2], CultureInfo.InvariantCulture, out double nanoseconds))
            {
                if (!samples.TryGetValue(parts[1], out List<double>? figures))
                {
                    samples.Add(parts[1], figures = []);
                }
                figures.Add(nanoseconds);
            }
        }
        process.WaitForExit();
    }
}
