using System.IO;
using System.Linq;
using Kiln.Benchmarks.Contests;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Networks;

/// <summary>
/// A network interface under vmm and under QEMU: one guest that polls its queues, one tap without vhost, one vCPU, queues of 256 with indirect
/// descriptors and the event index, and no interrupts. What the guest sends is dropped by the host's stack at once. What it receives waits in the tap
/// when it begins, so that nobody else needs a processor meanwhile. With the path of another vmm in KILN_BENCH_OTHER that one takes QEMU's place.
/// </summary>
internal static class NetworkBenchmark
{
    /// <summary>Enough for a steady median of ratios.</summary>
    internal const int MostPairs = 15;

    private const string OtherVariable = "KILN_BENCH_OTHER";
    private const string TapName = "bench0";

    /// <param name="count">The number of pairs.</param>
    internal static IEnumerable<Figure> Run(Stage stage, int count)
    {
        List<Figure> figures = [];
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new(TapName, owner: Stage.UserId);
            // None is lost before the guest starts.
            tap.QueueLength = 2 * NetworkRow.All.Max(row => row.Depth);
            GuestContender vmm = GuestContender.Jailed(stage.Jailer, words => stage.NetArguments(stage.Vmm, TapName, words));
            GuestContender other = Environment.GetEnvironmentVariable(OtherVariable) is { Length: > 0 } path
                ? vmm with { Name = "the other vmm", Arguments = words => stage.NetArguments(Path.GetFullPath(path), TapName, words) }
                : GuestContender.Microvm(
                    stage.Guest("net"),
                    "-netdev", $"tap,id=net,ifname={TapName},script=no,downscript=no,vhost=off", "-device", "virtio-net-device,netdev=net");
            foreach (NetworkRow row in NetworkRow.All)
            {
                Pairs<NetworkRun> pairs = Pairs<NetworkRun>.Of(stage, count, vmm, other, contender => NetworkRun.Of(contender, tap, row));
                figures.AddRange(pairs.Compare($"{row.Name}, rate", "frames/s", run => run.Rate));
                figures.AddRange(pairs.Compare($"{row.Name}, the monitor's CPU for each", "us", run => run.Processor));
            }
        });
        return figures;
    }
}
