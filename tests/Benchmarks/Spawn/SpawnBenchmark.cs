using System.Linq;

namespace Kiln.Benchmarks.Spawn;

/// <summary>
/// From the start of a jailer to the first instruction of its program: its own CPU time and wall time, with many host mounts and concurrent
/// starts, and unshare(1), which shows the kernel's cost of a mount namespace alone. All contenders alternate.
/// </summary>
internal static class SpawnBenchmark
{
    private const int NoMounts = 0;
    private const int ManyMounts = 500;
    private const int Neighbours = 10;

    // For the kernel's share: some hundred ticks of the sampling clock.
    private const int ShareBatches = 5;

    private static readonly int[] _mounts = [NoMounts, ManyMounts, 5_000];

    // A hundred starts each, so that there is a 99th percentile.
    private static readonly (int Parallel, int Batches)[] _batches = [(1, 100), (Neighbours, 10), (50, 2)];

    internal static IEnumerable<Figure> Run(Stage stage)
    {
        Contender[] contenders =
        [
            Contender.Unshare(stage),
            Contender.Jailer("jailer of a small program", stage, stage.Stamp),
            Contender.Jailer("jailer of a program as long as vmm", stage, stage.StampAsLongAsVmm),
        ];
        MountCrowd[] crowds = Array.ConvertAll(_mounts, count => new MountCrowd(stage.MountDirectory, count));
        try
        {
            SpawnCell[] cells =
                [.. crowds.SelectMany(crowd => contenders.Select(contender => new SpawnCell(stage, crowd, contender)))];
            List<Figure> figures = [.. _batches.SelectMany(one => Compare(cells, one.Parallel, one.Batches))];
            figures.AddRange(cells.SelectMany(cell => cell.KernelShare(Neighbours, ShareBatches)));
            figures.AddRange(contenders.SelectMany(contender => Slowdown(figures, contender)));
            return figures;
        }
        finally
        {
            Array.ForEach(crowds, crowd => crowd.Dispose());
        }
    }

    private static IEnumerable<Figure> Compare(SpawnCell[] cells, int parallel, int batches)
    {
        List<SpawnBatch>[] results = Array.ConvertAll(cells, _ => new List<SpawnBatch>());
        for (int batch = 0; batch <= batches; batch++)
        {
            for (int index = 0; index < cells.Length; index++)
            {
                SpawnBatch result = cells[index].Start(parallel);
                // The first batch warms caches.
                if (batch > 0)
                {
                    results[index].Add(result);
                }
            }
        }
        return cells.Zip(results).SelectMany(pair => (Figure[])
        [
            Figure.Of(pair.First.NameOf(parallel, "wall"), "ms", pair.Second.SelectMany(result => result.Wall)),
            Figure.Of(pair.First.NameOf(parallel, "CPU"), "ms", pair.Second.SelectMany(result => result.Processor)),
        ]);
    }

    private static IEnumerable<Figure> Slowdown(List<Figure> figures, Contender contender)
    {
        foreach (string quantity in (string[])["wall", "CPU"])
        {
            double many = figures.Find(figure => figure.Name == SpawnCell.NameOf(contender, ManyMounts, Neighbours, quantity))!.Median;
            double none = figures.Find(figure => figure.Name == SpawnCell.NameOf(contender, NoMounts, Neighbours, quantity))!.Median;
            string name = $"{contender.Name}, {ManyMounts} mounts to {NoMounts}, {Neighbours} parallel, {quantity}";
            yield return Figure.Of(name, "ratio", [many / none]);
        }
    }
}
