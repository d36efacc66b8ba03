using System.Linq;

namespace Kiln.Benchmarks;

/// <summary>One measured quantity over several runs.</summary>
/// <param name="P99">The 99th percentile; the worst run when there are fewer than 100.</param>
internal sealed record Figure(string Name, string Unit, double Median, double Minimum, double P99, double Maximum, int Runs)
{
    internal static Figure Of(string name, string unit, IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        double p99 = sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1];
        return new Figure(
            name, unit, Math.Round(median, 3), Math.Round(sorted[0], 3), Math.Round(p99, 3), Math.Round(sorted[^1], 3), sorted.Length);
    }
}
