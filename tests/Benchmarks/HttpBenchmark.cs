using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Kiln.Benchmarks;

/// <summary>The cost of a request before it is interpreted: round trips to the monitor's server, and bytes.</summary>
internal static class HttpBenchmark
{
    internal static IEnumerable<Figure> Run(Stage stage, int runs)
    {
        string socket = Path.Combine(Path.GetTempPath(), $"kiln-bench-{Environment.ProcessId}.socket");
        Dictionary<string, List<double>> samples = [];
        for (int run = 0; run < runs; run++)
        {
            using Process process = Process.Start(new ProcessStartInfo(stage.Probe, ["http", socket]) { RedirectStandardError = true })!;
            foreach (string line in process.StandardError.ReadToEnd().Split('\n'))
            {
                string[] parts = line.Split(": ");
                if (parts.Length == 3 && double.TryParse(parts[2], CultureInfo.InvariantCulture, out double value))
                {
                    if (!samples.TryGetValue(parts[1], out List<double>? figures))
                    {
                        samples.Add(parts[1], figures = []);
                    }
                    figures.Add(value);
                }
            }
            process.WaitForExit();
        }
        foreach ((string name, List<double> figures) in samples)
        {
            string unit = name.EndsWith("allocated", StringComparison.Ordinal) ? "bytes" : "us";
            yield return Figure.Of($"request to the API, {name}", unit, figures);
        }
    }
}
