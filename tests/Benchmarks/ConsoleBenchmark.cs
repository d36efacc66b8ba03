using System.Diagnostics;

namespace Kiln.Benchmarks;

/// <summary>How fast a guest's console gets through: from its first byte to its last, each a port access.</summary>
internal static class ConsoleBenchmark
{
    internal static Figure Run(Stage stage, int runs)
    {
        Func<string[]> arguments = stage.VmmArguments("flood");
        byte[] buffer = new byte[64 * 1024];
        List<double> samples = [];
        for (int run = 0; run < runs; run++)
        {
            using Process process = Process.Start(new ProcessStartInfo(stage.Vmm, arguments()) { RedirectStandardOutput = true })!;
            System.IO.Stream console = process.StandardOutput.BaseStream;
            long bytes = console.Read(buffer);
            long first = bytes;
            long start = Stopwatch.GetTimestamp();
            // Standard output stays open while the kernel takes the machine apart: the last byte, not the end, is what counts.
            TimeSpan elapsed = default;
            for (int count; (count = console.Read(buffer)) > 0; elapsed = Stopwatch.GetElapsedTime(start))
            {
                bytes += count;
            }
            process.WaitForExit();
            samples.Add((bytes - first) / elapsed.TotalSeconds / 1e3);
        }
        return Figure.Of("console of a guest", "kB/s", samples);
    }
}
