namespace Kiln.Vmm.Api.Http;

/// <summary>Limits the memory for answers that clients do not read, over all connections. Only long answers count. On the api thread.</summary>
internal sealed class HeldAnswers
{
    /// <summary>The limit for all connections in bytes: outside the managed heap, and small compared to a guest.</summary>
    internal const int Limit = 1024 * 1024;

    /// <summary>The length in bytes that every connection can hold in any case: all answers but the longest texts and lists.</summary>
    internal const int ShortLength = 16 * 1024;

    /// <summary>The maximum length of an answer in bytes: the part of the limit that is left for long answers.</summary>
    internal const int LongestAnswer = Limit - (HttpServer.ConnectionLimit * ShortLength);

    private int _free = LongestAnswer;

    /// <summary>Reserves room for an answer before any of it is sent.</summary>
    /// <param name="length">The length of the answer in bytes.</param>
    internal bool TryTake(int length)
    {
        if (length <= ShortLength)
        {
            return true;
        }
        bool fits = length <= _free;
        _free -= fits ? length : 0;
        return fits;
    }

    /// <param name="length">The length passed to <see cref="TryTake"/>.</param>
    internal void Give(int length) => _free += length <= ShortLength ? 0 : length;
}
