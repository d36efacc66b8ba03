using System.Diagnostics;
using System.Linq;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>To the moment when a monitor is gone: from the last byte of a guest that then resets, and from InstanceStart for one that resets at once.</summary>
internal static class GuestEndRow
{
    internal static IEnumerable<Figure> Run(Contest contest)
    {
        Pairs<double> fromLastByte = contest.Run(contender =>
        {
            Launch launch = contender.Unjailed(contest.Stage);
            string configuration = launch.Configure(contest.Stage.Guest("print"));
            using RunningMonitor monitor = launch.Start(configuration);
            long last = LastByte(monitor);
            monitor.AwaitEnd();
            return Stopwatch.GetElapsedTime(last).TotalMilliseconds;
        });
        Pairs<double> fromStart = contest.Run(contender =>
        {
            Launch launch = contender.Unjailed(contest.Stage);
            string kernel = launch.Place(contest.Stage.Guest("shutdown"));
            using RunningMonitor monitor = launch.Start();
            using ApiConversation conversation = ApiConversation.With(monitor);
            conversation.Configure(kernel, processors: 1);
            long start = Stopwatch.GetTimestamp();
            conversation.SendStart();
            monitor.AwaitEnd();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return fromLastByte.Compare("the guest's last byte to the monitor gone", "ms", time => time)
            .Concat(fromStart.Compare("InstanceStart to the monitor gone, guest that resets at once", "ms", time => time));
    }

    private static long LastByte(RunningMonitor monitor)
    {
        monitor.AwaitByte();
        long last = Stopwatch.GetTimestamp();
        Span<byte> buffer = stackalloc byte[4096];
        while (monitor.Console.Read(buffer) > 0)
        {
            last = Stopwatch.GetTimestamp();
        }
        return last;
    }
}
