using System.Diagnostics;
using System.Linq;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>To the guest's first byte: from the start of a monitor that gets a configuration file or requests, and from the request InstanceStart.</summary>
internal static class FirstByteRow
{
    internal static IEnumerable<Figure> Run(Contest contest)
    {
        string guest = contest.Stage.Guest("spin");
        Pairs<double> byFile = contest.Run(contender =>
        {
            Launch launch = contender.Unjailed(contest.Stage);
            string configuration = launch.Configure(guest);
            using RunningMonitor monitor = launch.Start(configuration);
            monitor.AwaitByte();
            return monitor.Milliseconds;
        });
        Pairs<(double FromSpawn, double FromAction)> byApi = contest.Run(contender =>
        {
            Launch launch = contender.Unjailed(contest.Stage);
            string kernel = launch.Place(guest);
            using RunningMonitor monitor = launch.Start();
            using ApiConversation conversation = ApiConversation.With(monitor);
            conversation.Configure(kernel, processors: 1);
            long start = Stopwatch.GetTimestamp();
            conversation.SendStart();
            monitor.AwaitByte();
            return (monitor.Milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        });
        return byFile.Compare("spawn to the guest's first byte, by a configuration file", "ms", time => time)
            .Concat(byApi.Compare("spawn to the guest's first byte, by the API", "ms", run => run.FromSpawn))
            .Concat(byApi.Compare("InstanceStart to the guest's first byte", "ms", run => run.FromAction));
    }
}
