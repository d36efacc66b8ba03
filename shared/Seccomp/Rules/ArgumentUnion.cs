using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>Counts the arguments that are in any of several pieces, each once. It decides bit by bit, and asks about the same rest once.</summary>
internal sealed class ArgumentUnion
{
    // As many as lists of thousands of values need; masks that differ in many bits can need more than any memory has.
    private const int MostRests = 1 << 16;

    private readonly Dictionary<Rest, UInt128> _counted = [];

    private ArgumentUnion()
    {
    }

    /// <summary>The number of arguments.</summary>
    /// <param name="bits">32 to count the low halves alone, or 64.</param>
    /// <exception cref="RuleComplexityException">The pieces overlap in ways too complex to count.</exception>
    internal static UInt128 Count(IEnumerable<ArgumentPiece> pieces, int bits) => new ArgumentUnion().CountRest(new Rest(bits, [.. pieces.Distinct()]));

    private UInt128 CountRest(Rest rest)
    {
        if (rest.Pieces.Length == 0)
        {
            return 0;
        }
        UInt128 all = UInt128.One << rest.Bits;
        foreach (ArgumentPiece piece in rest.Pieces)
        {
            if (piece.Count is { } count && (rest.Pieces.Length == 1 || count == all))
            {
                return count;
            }
        }
        if (!_counted.TryGetValue(rest, out UInt128 counted))
        {
            counted = CountRest(rest.With(isSet: false)) + CountRest(rest.With(isSet: true));
            if (_counted.Count == MostRests)
            {
                throw new RuleComplexityException();
            }
            _counted.Add(rest, counted);
        }
        return counted;
    }

    // The lowest bits, and the pieces that are left of them.
    private sealed class Rest(int bits, ArgumentPiece[] pieces) : IEquatable<Rest>
    {
        internal int Bits => bits;

        internal ArgumentPiece[] Pieces => pieces;

        internal Rest With(bool isSet) => new(bits - 1, [.. pieces.Select(piece => piece.With(bits - 1, isSet)).OfType<ArgumentPiece>().Distinct()]);

        public bool Equals(Rest? other) => other is not null && bits == other.Bits && pieces.AsSpan().SequenceEqual(other.Pieces);

        public override bool Equals(object? obj) => Equals(obj as Rest);

        public override int GetHashCode()
        {
            HashCode hash = new();
            hash.Add(bits);
            foreach (ArgumentPiece piece in pieces)
            {
                hash.Add(piece);
            }
            return hash.ToHashCode();
        }
    }
}
