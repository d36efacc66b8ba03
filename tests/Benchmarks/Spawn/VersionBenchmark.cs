namespace Kiln.Benchmarks.Spawn;

/// <summary>
/// The jailer with the monitor itself as its program, which prints its version and exits: the cost of that alone is subtracted. Includes the
/// end of the jail.
/// </summary>
internal static class VersionBenchmark
{
    internal static IEnumerable<Figure> Run(Stage stage, int runs)
    {
        List<double> alone = [];
        List<double> wall = [];
        List<double> processor = [];
        for (int run = 0; run <= runs; run++)
        {
            ProcessCost vmm = ProcessCost.Of(stage.Vmm, ["--version"]);
            ProcessCost jailed = ProcessCost.Of(stage.Jailer, [.. stage.SpawnArguments(stage.Vmm, 1), "--", "--version"]);
            stage.EmptyCopies();
            // The first run warms the page cache.
            if (run > 0)
            {
                alone.Add(vmm.Processor);
                wall.Add(jailed.Wall - vmm.Wall);
                processor.Add(jailed.Processor - vmm.Processor);
            }
        }
        return
        [
            Figure.Of("vmm --version, CPU", "ms", alone),
            Figure.Of("jailer with vmm --version, less vmm --version, wall", "ms", wall),
            Figure.Of("jailer with vmm --version, less vmm --version, CPU", "ms", processor),
        ];
    }
}
