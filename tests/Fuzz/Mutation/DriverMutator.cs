using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates inputs of which every byte is a decision: new ones, and others with bytes changed, inserted or removed.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class DriverMutator(Random random) : IMutator
{
    private const int MostEdits = 8;
    private const int LongestFresh = 160;
    private const int Longest = 400;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        if (random.Next(2) == 0)
        {
            byte[] fresh = new byte[random.Next(8, LongestFresh)];
            random.NextBytes(fresh);
            return fresh;
        }
        List<byte> bytes = [.. corpus.Any(random)];
        for (int edits = random.Next(MostEdits) + 1; edits > 0; edits--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(3))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 5), bytes.Count - at));
                    break;
                default:
                    byte[] more = new byte[random.Next(1, 12)];
                    random.NextBytes(more);
                    bytes.InsertRange(at, more);
                    break;
            }
        }
        return bytes.Count <= Longest ? [.. bytes] : [.. bytes[..Longest]];
    }
}
