using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>From the start of a monitor without a jail to the moment when its API's socket accepts.</summary>
internal static class SocketRow
{
    private const string Name = "spawn to an API socket that accepts, no jail";

    // Of the fields behind the name in /proc/PID/stat, which is in parentheses and may hold blanks (proc_pid_stat(5)).
    private const int MinorFaultsField = 7;

    internal static IEnumerable<Figure> Run(Contest contest)
    {
        Pairs<(double Time, double Faults)> pairs = contest.Run(contender =>
        {
            using RunningMonitor monitor = contender.Unjailed(contest.Stage).Start();
            using Socket socket = monitor.Connect();
            return (monitor.Milliseconds, MinorFaults(monitor.Id));
        });
        return pairs.Compare(Name, "ms", run => run.Time).Concat(pairs.Compare($"{Name}, minor faults", "faults", run => run.Faults));
    }

    private static double MinorFaults(int process)
    {
        string line = File.ReadAllText($"/proc/{process}/stat");
        return double.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[MinorFaultsField], CultureInfo.InvariantCulture);
    }
}
