namespace Kiln.Vmm.Api;

/// <summary>
/// A path as the contract takes it apart: slashes in front do not count, one at the end does not either, and what is between two is a token,
/// which may be empty.
/// </summary>
/// <param name="text">The path, as it was sent.</param>
internal readonly ref struct RequestPath(ReadOnlySpan<byte> text)
{
    private const byte Slash = (byte)'/';

    private readonly ReadOnlySpan<byte> _tokens = text.TrimStart(Slash);

    /// <summary>The first token, which is what most messages name; empty when there is none.</summary>
    internal ReadOnlySpan<byte> First => TryTake(0, out ReadOnlySpan<byte> token) ? token : default;

    /// <summary>Finds a token.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="token">The token.</param>
    /// <returns>Whether there are so many.</returns>
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

    /// <summary>Whether a token is there, and is a certain one.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="word">What it would be.</param>
    internal bool Says(int index, ReadOnlySpan<byte> word) => TryTake(index, out ReadOnlySpan<byte> token) && token.SequenceEqual(word);
}
