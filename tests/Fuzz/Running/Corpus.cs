namespace Kiln.Fuzz.Running;

/// <summary>Inputs that others are made of: the seeds, and what a run found to behave otherwise than all before it.</summary>
/// <param name="seeds">The seeds.</param>
internal sealed class Corpus(IReadOnlyList<byte[]> seeds)
{
    // Beyond these the oldest go: what a run keeps may not grow with its length.
    private const int MostKept = 1024;

    // What is long makes everything slow that is made of it.
    private const int LongestKept = 48 * 1024;

    private readonly List<(byte[] Input, int Stage)> _kept = [];
    private readonly HashSet<string> _signatures = [];
    private int _oldest;

    /// <summary>How many inputs were kept beside the seeds.</summary>
    internal int Kept => _kept.Count;

    /// <summary>One of the inputs; it may not be changed.</summary>
    /// <param name="random">Where chance comes from.</param>
    internal byte[] Any(Random random)
    {
        if (_kept.Count == 0 || random.Next(2) == 0)
        {
            return seeds[random.Next(seeds.Count)];
        }
        // Of two the one that got deeper: its changes get deeper too, but no stage is left out.
        (byte[] Input, int Stage) one = _kept[random.Next(_kept.Count)];
        (byte[] Input, int Stage) other = _kept[random.Next(_kept.Count)];
        return one.Stage >= other.Stage ? one.Input : other.Input;
    }

    /// <summary>Keeps an input when what became of it is new.</summary>
    /// <param name="input">The input.</param>
    /// <param name="seen">What became of it.</param>
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
