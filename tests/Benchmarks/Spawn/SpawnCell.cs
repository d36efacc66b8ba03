namespace Kiln.Benchmarks.Spawn;

/// <summary>A contender with a number of mounts.</summary>
internal sealed class SpawnCell(Stage stage, MountCrowd crowd, Contender contender)
{
    /// <summary>The name of a figure.</summary>
    internal static string NameOf(Contender contender, int mounts, int parallel, string quantity) =>
        $"{contender.Name}, start to exec, {mounts} mounts, {parallel} parallel, {quantity}";

    /// <summary>The name of a figure of this cell.</summary>
    internal string NameOf(int parallel, string quantity) => NameOf(contender, crowd.Count, parallel, quantity);

    /// <summary>Starts a number of processes at once.</summary>
    internal SpawnBatch Start(int parallel) => Start(parallel, null);

    /// <summary>The kernel's share of the CPU time. Measured in separate batches: entering a cgroup delays other starts.</summary>
    internal IEnumerable<Figure> KernelShare(int parallel, int batches)
    {
        using ProcessorShare? share = ProcessorShare.TryMake();
        if (share is null)
        {
            return [];
        }
        for (int batch = 0; batch < batches; batch++)
        {
            Start(parallel, share.Group);
        }
        return [Figure.Of(NameOf(parallel, "the kernel's share of CPU"), "%", [share.KernelPercent])];
    }

    private SpawnBatch Start(int parallel, string? group)
    {
        SpawnBatch? batch = null;
        crowd.Do(() => batch = SpawnBatch.Run(stage, contender, parallel, group));
        return batch!;
    }
}
