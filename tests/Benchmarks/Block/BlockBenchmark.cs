using System.Linq;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Block;

/// <summary>
/// Disks under vmm and under QEMU: one guest that polls its queue, one image, one page cache, one vCPU, a queue of 256 with indirect descriptors
/// and the event index, and no interrupts. The two alternate, so that other load on the host affects both; ratios are of such pairs.
/// </summary>
internal static class BlockBenchmark
{
    private const int Count = 9;

    // Consecutive requests of a run, of which the median is taken.
    private const int Samples = 2000;

    private static readonly (string Engine, string Io)[] _engines = [("Sync", "threads"), ("Async", "io_uring")];

    internal static IEnumerable<Figure> Run(Stage stage)
    {
        foreach ((string engine, string io) in _engines)
        {
            GuestContender vmm = GuestContender.Jailed(stage.Jailer, words => stage.DiskArguments(engine, words));
            GuestContender qemu = GuestContender.Microvm(
                stage.Guest("disk"),
                "-drive", $"id=disk,file={stage.DiskImage},format=raw,if=none,cache=writeback,aio={io}", "-device", "virtio-blk-device,drive=disk");
            string against = $"{engine} and {io}";
            foreach (BlockRow row in BlockRow.All)
            {
                Pairs<BlockRun> pairs = Pairs<BlockRun>.Of(stage, Count, vmm, qemu, contender => BlockRun.Of(contender, row));
                foreach (Figure figure in pairs.Compare($"{row.Name}, {against}, rate", "IOPS", run => run.Rate)
                    .Concat(pairs.Compare($"{row.Name}, {against}, the monitor's CPU for each", "us", run => run.Processor)))
                {
                    yield return figure;
                }
            }
            foreach (string what in (string[])["read", "write", "interrupt"])
            {
                Pairs<double> pairs = Pairs<double>.Of(stage, Count, vmm, qemu, contender => Latency(contender, what));
                foreach (Figure figure in pairs.Compare($"doorbell to {Event(what)}, 4 KiB, depth 1, {against}", "us", latency => latency))
                {
                    yield return figure;
                }
            }
        }
    }

    private static string Event(string what) => what == "interrupt" ? "the interrupt of a read" : $"the answer of a {what}, polled";

    private static double Latency(GuestContender contender, string what)
    {
        string words = what == "interrupt" ? "operation=read interrupts=on" : $"operation={what}";
        using GuestOutput guest = new(contender, $"mode=latency samples={Samples} {words}");
        Dictionary<string, double> result = guest.Find($"disk: latency {what} ", last: "khz");
        return result["median"] / result["khz"] * 1e3;
    }
}
