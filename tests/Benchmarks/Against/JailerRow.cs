using System.IO;
using System.Linq;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>From the start of a jailer to the end of a program that ends at once.</summary>
internal static class JailerRow
{
    private const string Name = "jailer to the end of a program that ends at once";

    // Firecracker's jailer demands this word in the name.
    private const string ProgramName = "firecracker";

    internal static IEnumerable<Figure> Run(Contest contest)
    {
        if (contest.Kiln.Jailer is null)
        {
            return [];
        }
        string program = Path.Combine(Directory.CreateDirectory(contest.Stage.FreePath()).FullName, ProgramName);
        File.Copy(contest.Stage.Guest("true"), program);
        Pairs<(double Time, double Faults)> pairs = contest.Run(contender =>
        {
            ProcessCost alone = ProcessCost.Of(program, []);
            ProcessCost jailed = ProcessCost.Of(contender.Jailer!, contest.Stage.JailArguments(program, out _));
            return (jailed.Wall, (double)(jailed.Faults - alone.Faults));
        });
        return pairs.Compare(Name, "ms", run => run.Time)
            .Concat(pairs.Compare($"{Name}, minor faults less the program's own", "faults", run => run.Faults));
    }
}
