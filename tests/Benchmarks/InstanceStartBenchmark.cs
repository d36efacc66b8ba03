using System.Diagnostics;
using System.Globalization;

namespace Kiln.Benchmarks;

/// <summary>From InstanceStart to the moment before the first KVM_RUN, by the monitor's own code in a process of its own.</summary>
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
            // The figure stands behind what the guest printed.
            string figure = output.TrimEnd('\n').Split('\n')[^1];
            samples.Add(long.Parse(figure, CultureInfo.InvariantCulture) / 1e3);
        }
        return Figure.Of("InstanceStart to first KVM_RUN, wall", "ms", samples);
    }
}
