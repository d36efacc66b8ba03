using System.Globalization;
using System.Text;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>A body that holds much of something.</summary>
internal sealed class BodyShape
{
    private readonly string _before;
    private readonly byte[] _filler;
    private readonly int _pieceLength;
    private readonly string _after;

    /// <param name="before">How it begins; FIELD stands for a field's name.</param>
    /// <param name="piece">The repeated part; NUMBER stands for six digits that differ from part to part.</param>
    internal BodyShape(string before, string piece, string after)
    {
        (_before, _after) = (before, after);
        StringBuilder filler = new(Growth.Longest);
        for (int number = 0; filler.Length < Growth.Longest; number++)
        {
            _ = filler.Append(piece.Replace("NUMBER", number.ToString("x6", CultureInfo.InvariantCulture), StringComparison.Ordinal));
            _pieceLength = number == 0 ? filler.Length : _pieceLength;
        }
        _filler = Encoding.ASCII.GetBytes(filler.ToString());
    }

    /// <param name="length">Its length, in bytes, or a little less: pieces are whole.</param>
    internal byte[] Of(string field, int length)
    {
        byte[] start = Encoding.ASCII.GetBytes(Named(field));
        int room = length - start.Length - _after.Length;
        return [.. start, .. _filler[..(room - (room % _pieceLength))], .. Encoding.ASCII.GetBytes(_after)];
    }

    internal string Named(string field) => _before.Replace("FIELD", field, StringComparison.Ordinal);
}
