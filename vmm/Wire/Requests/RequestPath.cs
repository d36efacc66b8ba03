namespace Kiln.Vmm.Wire.Requests;

/// <summary>
/// A path split into tokens as the contract does it: leading slashes and one trailing slash are ignored, and tokens may be empty.
/// </summary>
/// <param name="text">The path as sent.</param>
internal readonly ref struct RequestPath(ReadOnlySpan<byte> text)
{
    private const byte Slash = (byte)'/';

    private readonly ReadOnlySpan<byte> _tokens = text.TrimStart(Slash);

    /// <summary>The first token, which most messages name; empty when there is none.</summary>
    internal ReadOnlySpan<byte> First => TryTake(0, out ReadOnlySpan<byte> token) ? token : default;

    /// <param name="index">The index of the token, from 0.</param>
    /// <returns>False when the path has fewer tokens.</returns>
    internal bool TryTake(int index, out ReadOnlySpan<byte> token)
    {
        token = default;
        ReadOnlySpan<byte> rest = _tokens;
        for (int passed = 0; !rest.IsEmpty; passed++)
        {
            int end = rest.IndexOf(Slash);
            token = end < 0 ? rest : rest[..end];
            if (passed == index)
            {
                return true;
            }
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        token = default;
        return false;
    }

    /// <summary>Whether a token exists and equals a word.</summary>
    /// <param name="index">The index of the token, from 0.</param>
    internal bool Says(int index, ReadOnlySpan<byte> word) => TryTake(index, out ReadOnlySpan<byte> token) && token.SequenceEqual(word);
}
