namespace Kiln.Benchmarks.Spawn;

/// <summary>A contender among a number of mounts.</summary>
/// <param name="stage">Has jails.</param>
/// <param name="crowd">The mounts.</param>
/// <param name="contender">The contender.</param>
internal sealed class SpawnCell(Stage stage, MountCrowd crowd, Contender contender)
{
    /// <summary>What a figure is called.</summary>
    internal static string NameOf(Contender contender, int mounts, int parallel, string quantity) =>
        $"{contender.Name}, start to exec, {mounts} mounts, {parallel} parallel, {quantity}";

    /// <summary>What a figure of this cell is called.</summary>
    internal string NameOf(int parallel, string quantity) => NameOf(contender, crowd.Count, parallel, quantity);

    /// <summary>Starts it so many times at once.</summary>
    internal SpawnBatch Start(int parallel) => Start(parallel, null);

    /// <summary>How much of the processor time the kernel takes. In batches of their own: entering a cgroup holds up other starts.</summary>
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
