using System.Diagnostics;
using System.Globalization;

namespace Kiln.Benchmarks;

/// <summary>From InstanceStart to just before the first KVM_RUN, measured by the monitor's own code in a separate process.</summary>
internal static class InstanceStartBenchmark
{
    internal static Figure Run(Stage stage, int runs)
    {
        string configuration = stage.Configuration("spin");
        List<double> samples = [];
        for (int run = 0; run < runs; run++)
        {
            using Process process = Process.Start(
                new ProcessStartInfo(stage.Probe, ["start", configuration]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // The figure follows the guest's output.
            string figure = output.TrimEnd('\n').Split('\n')[^1];
            samples.Add(long.Parse(figure, CultureInfo.InvariantCulture) / 1e3);
        }
        return Figure.Of("InstanceStart to first KVM_RUN, wall", "ms", samples);
    }
}
