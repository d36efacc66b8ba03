using System.Linq;
using System.Threading;
using Kiln.Benchmarks.Contests;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Against;

/// <summary>
/// A monitor's own memory: what is resident of all mappings except the guest's memory, the highest from exec to a second after InstanceStart, what it
/// is then, and after some requests.
/// </summary>
internal static class MemoryRow
{
    private const int Questions = 20;

    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);

    private static readonly string[] _paths = ["/", "/version", "/machine-config", "/vm/config"];

    internal static IEnumerable<Figure> Run(Contest contest, MachinePlan plan)
    {
        string guest = contest.Stage.Guest("spin");
        Pairs<(long Highest, long Settled, long Asked)> pairs = contest.RunCold(contender =>
        {
            Launch launch = contender.AsInProduction(contest.Stage);
            string kernel = launch.Place(guest);
            using RunningMonitor monitor = launch.Start();
            using MemoryWatch watch = new(monitor.Id, contender.Jailer, MemoryBenchmark.ResidentKibibytes);
            using ApiConversation conversation = ApiConversation.With(monitor);
            plan.Configure(conversation, launch, kernel);
            conversation.Start();
            Thread.Sleep(_settling);
            long highest = watch.End();
            long settled = MemoryBenchmark.ResidentKibibytes(monitor.Id);
            Array.ForEach([.. Enumerable.Range(0, Questions)], index => conversation.Demand("GET", _paths[index % _paths.Length]));
            plan.Change(conversation, launch);
            return (highest, settled, MemoryBenchmark.ResidentKibibytes(monitor.Id));
        });
        string what = $"own memory{(contest.Kiln.Jailer is null ? ", no jail" : ", jailed")} ({plan.Description})";
        string requests = string.Concat(plan.Changes.Select(part => $", {part.Name}"));
        return pairs.Compare($"{what}, highest from exec to 1 s after InstanceStart", "KiB", run => run.Highest)
            .Concat(pairs.Compare($"{what}, 1 s after InstanceStart", "KiB", run => run.Settled))
            .Concat(pairs.Compare($"{what}, after {Questions} GETs{requests}", "KiB", run => run.Asked));
    }
}
