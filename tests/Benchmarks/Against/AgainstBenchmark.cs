using System.IO;
using System.Linq;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Against;

/// <summary>
/// Kiln beside another monitor that speaks Firecracker's API: through the same requests, with the same configuration file and the same guests, each
/// with the filters that it ships. The two alternate, so that other load on the host affects both; ratios are of such pairs.
/// </summary>
internal static class AgainstBenchmark
{
    /// <summary>More pairs move no median that a quiet host shows.</summary>
    internal const int MostPairs = 21;

    private const string TapDevice = "/dev/net/tun";

    /// <param name="count">The number of pairs.</param>
    /// <exception cref="UsageException">The other monitor cannot be compared.</exception>
    internal static IEnumerable<Figure> Run(Stage stage, AgainstOptions options, int count)
    {
        string? kilnJailer = options.Jailer is null ? null : stage.Jailer;
        Contest contest = new(
            stage,
            ApiContender.Of(stage, "Kiln", stage.Vmm, kilnJailer),
            ApiContender.Of(stage, Path.GetFileName(options.Monitor), options.Monitor, options.Jailer),
            count);
        List<Figure> figures = [];
        PrivateNetwork.Run(() =>
        {
            // Without a tap both refuse the network interface, and it is left out.
            using HostTap? tap = File.Exists(TapDevice) ? new HostTap(MachinePart.TapName, owner: Stage.UserId) : null;
            MachinePlan plan = MachinePlan.Agree(stage, contest.Kiln, contest.Other);
            figures.AddRange(
            [
                .. SocketRow.Run(contest),
                .. JailerRow.Run(contest),
                .. FirstAnswerRow.Run(contest),
                .. FirstByteRow.Run(contest),
                .. GuestEndRow.Run(contest),
                .. ProcessorRow.Run(contest),
                .. MemoryRow.Run(contest, plan),
                .. plan.Devices.Contains(MachinePart.Drives) ? BlockReadRow.Run(contest) : [],
            ]);
        });
        return figures;
    }
}
