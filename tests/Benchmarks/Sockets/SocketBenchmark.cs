using System.Linq;

namespace Kiln.Benchmarks.Sockets;

/// <summary>
/// Streams between a program of the host and a guest that polls its queues, beside the same program's plain Unix stream to another thread, in turn. The guest's
/// kernel mode costs nothing here: its driver runs natively.
/// </summary>
internal static class SocketBenchmark
{
    /// <summary>Enough for a steady median of ratios.</summary>
    internal const int MostPairs = 15;

    /// <param name="count">The number of pairs.</param>
    internal static IEnumerable<Figure> Run(Stage stage, int count)
    {
        foreach (SocketRow row in SocketRow.All)
        {
            (SocketRun Guest, SocketRun Pair)[] runs = [.. Enumerable.Range(0, count).Select(_ =>
            {
                (SocketRun, SocketRun) pair = (SocketRun.OfGuest(stage, row), SocketRun.OfPair(stage, row));
                stage.EmptyCopies();
                return pair;
            })];
            yield return Figure.Of($"{row.Name}, rate", "MB/s", runs.Select(run => run.Guest.Rate));
            yield return Figure.Of($"{row.Name}, a plain stream's rate", "MB/s", runs.Select(run => run.Pair.Rate));
            yield return Figure.Of($"{row.Name}, to the plain stream's", "ratio", runs.Select(run => run.Guest.Rate / run.Pair.Rate));
            yield return Figure.Of($"{row.Name}, the monitor's CPU for each MiB", "us", runs.Select(run => run.Guest.Processor));
        }
        yield return Figure.Of("vsock, a connection of the guest", "us", Enumerable.Range(0, count).Select(_ => SocketRun.Connecting(stage)));
    }
}
