using System.Linq;
using System.Text;

namespace Kiln.Testing.Vmm.Api.Http;

/// <summary>Finds by trial where bytes stop being valid UTF-8: for the model, which shares no code with the server.</summary>
internal static class Utf8Fault
{
    private static readonly UTF8Encoding _strict = new(false, true);

    // The first and last byte of each class of continuation bytes in the standard.
    private static readonly byte[] _continuations = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF];

    /// <summary>The expected message, or null.</summary>
    internal static string? Of(string latin1)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(latin1);
        if (IsText(bytes))
        {
            return null;
        }
        int good = Enumerable.Range(0, bytes.Length).Last(length => IsText(bytes[..length]));
        byte[] rest = bytes[good..];
        if (rest.Length < 4 && IsStart(rest))
        {
            return $"incomplete utf-8 byte sequence from index {good}";
        }
        int length = Enumerable.Range(1, Math.Min(3, rest.Length)).LastOrDefault(length => IsStart(rest[..length]), 1);
        return $"invalid utf-8 sequence of {length} bytes from index {good}";
    }

    private static bool IsStart(byte[] bytes) =>
        _continuations.Any(one => IsText([.. bytes, one])
            || (bytes.Length < 3 && _continuations.Any(two => IsText([.. bytes, one, two])
                || (bytes.Length < 2 && _continuations.Any(three => IsText([.. bytes, one, two, three]))))));

    private static bool IsText(byte[] bytes)
    {
        try
        {
            _ = _strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
