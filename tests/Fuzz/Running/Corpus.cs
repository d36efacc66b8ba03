namespace Kiln.Fuzz.Running;

/// <summary>The inputs to mutate: the seeds, and inputs whose outcome was new when the run found them.</summary>
internal sealed class Corpus(IReadOnlyList<byte[]> seeds)
{
    // Drops the oldest beyond this number: memory must not grow with the length of a run.
    private const int MostKept = 1024;

    // Long inputs slow down everything derived from them.
    private const int LongestKept = 48 * 1024;

    private readonly List<(byte[] Input, int Stage)> _kept = [];
    private readonly HashSet<string> _signatures = [];
    private int _oldest;

    /// <summary>The number of inputs kept in addition to the seeds.</summary>
    internal int Kept => _kept.Count;

    /// <summary>A random input; it must not be modified.</summary>
    /// <param name="random">The source of randomness.</param>
    internal byte[] Any(Random random)
    {
        if (_kept.Count == 0 || random.Next(2) == 0)
        {
            return Seed(random);
        }
        // The deeper one of two, which favors progress without excluding any stage.
        (byte[] Input, int Stage) one = _kept[random.Next(_kept.Count)];
        (byte[] Input, int Stage) other = _kept[random.Next(_kept.Count)];
        return one.Stage >= other.Stage ? one.Input : other.Input;
    }

    /// <summary>One of the seeds; must not be changed.</summary>
    internal byte[] Seed(Random random) => seeds[random.Next(seeds.Count)];

    /// <summary>Keeps an input if its outcome is new.</summary>
    internal void Consider(byte[] input, Observation seen)
    {
        if (input.Length > LongestKept || !_signatures.Add(seen.Signature))
        {
            return;
        }
        if (_kept.Count < MostKept)
        {
            _kept.Add((input, seen.Stage));
            return;
        }
        _kept[_oldest] = (input, seen.Stage);
        _oldest = (_oldest + 1) % MostKept;
    }
}
