namespace Kiln.Benchmarks.Against;

/// <summary>The CPU time of a monitor from its start to the end of a guest that says hello.</summary>
internal static class ProcessorRow
{
    internal static IEnumerable<Figure> Run(Contest contest) => contest.Run(contender =>
    {
        Launch launch = contender.Unjailed(contest.Stage);
        return ProcessCost.Of(launch.Program, launch.Arguments(launch.Configure(contest.Stage.Guest("print")))).Processor;
    }).Compare("CPU time from spawn to the end of a guest that says hello", "ms", time => time);
}
