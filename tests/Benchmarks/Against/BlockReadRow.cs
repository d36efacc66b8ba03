using System.Linq;
using Kiln.Benchmarks.Block;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>Random reads of a guest that polls its disk, whose image is in the page cache.</summary>
internal static class BlockReadRow
{
    private const int Kibibytes = 4;

    // Latency, and as many at once as monitors bundle.
    private static readonly int[] _depths = [1, 32];

    internal static IEnumerable<Figure> Run(Contest contest) => _depths.SelectMany(depth =>
    {
        BlockRow row = new("read", "random", Kibibytes, depth);
        Pairs<BlockRun> pairs = contest.RunCold(contender => BlockRun.Of(Guest(contest.Stage, contender), row));
        return pairs.Compare($"{row.Name}, rate", "IOPS", run => run.Rate)
            .Concat(pairs.Compare($"{row.Name}, the monitor's CPU for each", "us", run => run.Processor));
    });

    // Firecracker's thread is "fc_vcpu 0", Kiln's "vcpu 0".
    private static GuestContender Guest(Stage stage, ApiContender contender) =>
        new(contender.Name, contender.Starter, "vcpu 0", words =>
        {
            Launch launch = contender.AsInProduction(stage);
            return launch.Arguments(launch.ConfigureDisk(stage, words));
        });
}
