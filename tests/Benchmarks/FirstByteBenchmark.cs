using System.Diagnostics;

namespace Kiln.Benchmarks;

/// <summary>From process start to the guest's first byte: start to ready, plus the guest's first exits.</summary>
internal static class FirstByteBenchmark
{
    internal static Figure Run(string name, string program, Func<string[]> arguments, int runs)
    {
        List<double> samples = [];
        for (int run = 0; run <= runs; run++)
        {
            string[] given = arguments();
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(
                new ProcessStartInfo(program, given) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
            if (process.StandardOutput.Read() < 0)
            {
                throw new InvalidOperationException($"{program} ended before its guest wrote a byte");
            }
            // The first run warms the page cache.
            if (run > 0)
            {
                samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            process.Kill();
            process.WaitForExit();
        }
        return Figure.Of(name, "ms", samples);
    }
}
