using System.Diagnostics;

namespace Kiln.Benchmarks;

/// <summary>Throughput of a guest's console, from the first byte to the last; each byte is a port access.</summary>
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
            // Measures up to the last byte, not the end: standard output stays open while the kernel tears down the machine.
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
