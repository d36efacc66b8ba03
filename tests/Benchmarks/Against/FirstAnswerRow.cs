using System.Linq;

namespace Kiln.Benchmarks.Against;

/// <summary>From the start of monitors in jails to the first answer of the API of each.</summary>
internal static class FirstAnswerRow
{
    private const int Crowd = 8;

    internal static IEnumerable<Figure> Run(Contest contest) => contest.Kiln.Jailer is null ? [] :
    [
        .. contest.Run(contender => Start(contest.Stage, contender, 1))
            .Compare("jailed spawn to the API's first answer", "ms", time => time),
        .. contest.Run(contender => Start(contest.Stage, contender, Crowd))
            .Compare($"jailed spawn to the API's first answer, the last of {Crowd} at once", "ms", time => time),
    ];

    private static double Start(Stage stage, ApiContender contender, int count)
    {
        Launch[] launches = [.. Enumerable.Range(0, count).Select(_ => contender.Jailed(stage, contender.Jailer!))];
        List<RunningMonitor> monitors = [];
        try
        {
            Array.ForEach(launches, launch => monitors.Add(launch.Start()));
            foreach (RunningMonitor monitor in monitors)
            {
                using ApiConversation conversation = ApiConversation.With(monitor);
                conversation.Demand("GET", "/version");
            }
            return monitors[0].Milliseconds;
        }
        finally
        {
            monitors.ForEach(monitor => monitor.Dispose());
        }
    }
}
