namespace Kiln.Benchmarks;

/// <summary>
/// From process start to end, with a guest that shuts down at its first instruction. CPU time is an upper bound for that of start to
/// ready; most of the wall time is the kernel tearing down the machine.
/// </summary>
internal static class StartBenchmark
{
    internal static IEnumerable<Figure> Run(string name, string program, Func<string[]> arguments, int runs)
    {
        List<double> wall = [];
        List<double> processor = [];
        for (int run = 0; run <= runs; run++)
        {
            ProcessCost cost = ProcessCost.Of(program, arguments());
            // The first run warms the page cache.
            if (run > 0)
            {
                wall.Add(cost.Wall);
                processor.Add(cost.Processor);
            }
        }
        return [Figure.Of(name + ", wall", "ms", wall), Figure.Of(name + ", CPU", "ms", processor)];
    }
}
