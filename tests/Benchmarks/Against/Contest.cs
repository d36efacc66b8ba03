using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>Kiln and another monitor, and how often they are compared.</summary>
/// <param name="Pairs">The number of pairs of runs.</param>
internal sealed record Contest(Stage Stage, ApiContender Kiln, ApiContender Other, int Pairs)
{
    /// <summary>Runs both in turn, after a pair of runs that warms caches.</summary>
    internal Pairs<TResult> Run<TResult>(Func<ApiContender, TResult> run)
    {
        _ = Pairs<TResult>.Of(Stage, 1, Kiln, Other, run);
        return RunCold(run);
    }

    /// <summary>Runs both in turn, where caches make no difference.</summary>
    internal Pairs<TResult> RunCold<TResult>(Func<ApiContender, TResult> run) => Pairs<TResult>.Of(Stage, Pairs, Kiln, Other, run);
}
