using System.IO;
using System.Linq;

namespace Kiln.Benchmarks.Contests;

/// <summary>Runs of two monitors in turn, so that other load on the host affects both; ratios are of such pairs.</summary>
internal sealed class Pairs<TResult>
{
    private const int MostAttempts = 3;

    private readonly List<(TResult First, TResult Second)> _all = [];
    private readonly string _first;
    private readonly string _second;

    private Pairs(string first, string second) => (_first, _second) = (first, second);

    /// <summary>Runs them. The order within a pair alternates too.</summary>
    /// <param name="count">The number of pairs.</param>
    internal static Pairs<TResult> Of<TContender>(Stage stage, int count, TContender one, TContender other, Func<TContender, TResult> run)
        where TContender : IContender
    {
        Pairs<TResult> pairs = new(one.Name, other.Name);
        for (int pair = 0; pair < count; pair++)
        {
            TResult first = Attempt(run, pair % 2 == 0 ? one : other);
            TResult second = Attempt(run, pair % 2 == 0 ? other : one);
            pairs._all.Add(pair % 2 == 0 ? (first, second) : (second, first));
            stage.EmptyCopies();
        }
        return pairs;
    }

    /// <summary>One quantity of both, and its ratios.</summary>
    internal IEnumerable<Figure> Compare(string name, string unit, Func<TResult, double> quantity) =>
    [
        Figure.Of($"{name}, {_first}", unit, _all.Select(pair => quantity(pair.First))),
        Figure.Of($"{name}, {_second}", unit, _all.Select(pair => quantity(pair.Second))),
        Figure.Of($"{name}, {_first} to {_second}", "ratio", _all.Select(pair => quantity(pair.First) / quantity(pair.Second))),
    ];

    // On a busy machine a monitor may end before its threads are sampled, or its console may lose part of a line: such a run does not count.
    private static TResult Attempt<TContender>(Func<TContender, TResult> run, TContender contender)
        where TContender : IContender
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return run(contender);
            }
            catch (Exception failure) when (failure is IOException or InvalidOperationException && attempt < MostAttempts)
            {
                Console.Error.WriteLine($"{contender.Name}: again, for {failure.Message}");
            }
        }
    }
}
