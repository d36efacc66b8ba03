using System.IO;
using System.Linq;

namespace Kiln.Benchmarks.Block;

/// <summary>
/// Disks under vmm and under QEMU: one guest that polls its queue, one image, one page cache, one vCPU, a queue of 256 with indirect descriptors
/// and the event index, and no interrupts. The two run in turn, so that what else the host does falls on both; ratios are of such pairs.
/// </summary>
internal static class BlockBenchmark
{
    private const int Pairs = 9;

    private const int MostAttempts = 3;

    // Requests of a run one after the other, of which the middle one is taken.
    private const int Samples = 2000;

    private static readonly (string Engine, string Io)[] _engines = [("Sync", "threads"), ("Async", "io_uring")];

    internal static IEnumerable<Figure> Run(Stage stage)
    {
        foreach ((string engine, string io) in _engines)
        {
            BlockContender vmm = BlockContender.Jailed(stage, engine);
            BlockContender qemu = BlockContender.Microvm(stage, io);
            string against = $"{engine} and {io}";
            foreach (BlockRow row in BlockRow.All)
            {
                (BlockRun Vmm, BlockRun Qemu)[] pairs = Alternate(stage, vmm, qemu, contender => BlockRun.Of(contender, row));
                foreach (Figure figure in Compare($"{row.Name}, {against}, rate", "IOPS", pairs, run => run.Rate)
                    .Concat(Compare($"{row.Name}, {against}, the monitor's CPU for each", "us", pairs, run => run.Processor)))
                {
                    yield return figure;
                }
            }
            foreach (string what in (string[])["read", "write", "interrupt"])
            {
                (double Vmm, double Qemu)[] pairs = Alternate(stage, vmm, qemu, contender => Latency(contender, what));
                foreach (Figure figure in Compare($"doorbell to {Event(what)}, 4 KiB, depth 1, {against}", "us", pairs, latency => latency))
                {
                    yield return figure;
                }
            }
        }
    }

    private static string Event(string what) => what == "interrupt" ? "the interrupt of a read" : $"the answer of a {what}, polled";

    // Which of them comes first changes too.
    private static (TResult Vmm, TResult Qemu)[] Alternate<TResult>(
        Stage stage, BlockContender vmm, BlockContender qemu, Func<BlockContender, TResult> run)
    {
        List<(TResult, TResult)> pairs = [];
        for (int pair = 0; pair < Pairs; pair++)
        {
            TResult first = Attempt(run, pair % 2 == 0 ? vmm : qemu);
            TResult second = Attempt(run, pair % 2 == 0 ? qemu : vmm);
            pairs.Add(pair % 2 == 0 ? (first, second) : (second, first));
            stage.EmptyCopies();
        }
        return [.. pairs];
    }

    // On a busy machine the look at a monitor's threads may come when it has ended, or its console may lose a part of a line: then that run is no run.
    private static TResult Attempt<TResult>(Func<BlockContender, TResult> run, BlockContender contender)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return run(contender);
            }
            catch (Exception failure) when (failure is IOException or InvalidOperationException && attempt < MostAttempts)
            {
                Console.Error.WriteLine($"{contender.Name}: again, for {failure.Message}");
            }
        }
    }

    private static IEnumerable<Figure> Compare<TResult>(
        string name, string unit, (TResult Vmm, TResult Qemu)[] pairs, Func<TResult, double> quantity) =>
    [
        Figure.Of($"{name}, vmm", unit, pairs.Select(pair => quantity(pair.Vmm))),
        Figure.Of($"{name}, QEMU", unit, pairs.Select(pair => quantity(pair.Qemu))),
        Figure.Of($"{name}, vmm to QEMU", "ratio", pairs.Select(pair => quantity(pair.Vmm) / quantity(pair.Qemu))),
    ];

    private static double Latency(BlockContender contender, string what)
    {
        string words = what == "interrupt" ? "operation=read interrupts=on" : $"operation={what}";
        using GuestOutput guest = new(contender, $"mode=latency samples={Samples} {words}");
        Dictionary<string, double> result = guest.Find($"disk: latency {what} ", last: "khz");
        return result["median"] / result["khz"] * 1e3;
    }
}
