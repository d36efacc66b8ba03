using System.IO;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Balloons;

/// <summary>
/// A balloon under vmm and under QEMU: one guest that gives 4,096 pages which the host has, with one doorbell, and waits until all lists are back; one vCPU,
/// which polls. With the path of another vmm in KILN_BENCH_OTHER that one takes QEMU's place.
/// </summary>
internal static class BalloonBenchmark
{
    /// <summary>Enough for a steady median of ratios.</summary>
    internal const int MostPairs = 15;

    private const string OtherVariable = "KILN_BENCH_OTHER";

    // Half a second of the slowest row.
    private const int Rounds = 5;

    // The guest's pause before it begins, while the monitor comes to rest.
    private const int PauseMilliseconds = 50;

    private static readonly string[] _orders = ["ascending", "descending", "shuffled", "runs", "singles"];

    /// <param name="count">The number of pairs.</param>
    internal static IEnumerable<Figure> Run(Stage stage, int count)
    {
        GuestContender vmm = GuestContender.Jailed(stage.Jailer, words => stage.BalloonArguments(stage.Vmm, words));
        GuestContender other = Environment.GetEnvironmentVariable(OtherVariable) is { Length: > 0 } path
            ? vmm with { Name = "the other vmm", Arguments = words => stage.BalloonArguments(Path.GetFullPath(path), words) }
            : GuestContender.Microvm(stage.Guest("balloon"), "-device", "virtio-balloon-device");
        foreach (string order in _orders)
        {
            Pairs<double> pairs = Pairs<double>.Of(stage, count, vmm, other, contender => MicrosecondsOf(contender, order));
            foreach (Figure figure in pairs.Compare($"balloon, {order}, a page", "us", time => time))
            {
                yield return figure;
            }
        }
    }

    // By the guest's clock.
    private static double MicrosecondsOf(GuestContender contender, string order)
    {
        using GuestOutput guest = new(contender, $"mode=bench order={order} rounds={Rounds} settle={PauseMilliseconds}");
        _ = guest.Find("balloon: begin");
        Dictionary<string, double> result = guest.Find("balloon: ", last: "khz");
        return result["ticks"] / result["khz"] * 1e3 / result["pages"];
    }
}
