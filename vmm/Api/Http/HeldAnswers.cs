namespace Kiln.Vmm.Api.Http;

/// <summary>
/// What answers may wait for clients that do not read them: a bound for all connections together, which only long answers are counted
/// against. The api thread's.
/// </summary>
internal sealed class HeldAnswers
{
    /// <summary>The most that all connections hold, in bytes: outside the collected heap, and little beside a guest.</summary>
    internal const int Limit = 1024 * 1024;

    /// <summary>What each connection can hold in any case, in bytes: every answer but the longest texts and listings.</summary>
    internal const int ShortLength = 16 * 1024;

    /// <summary>The longest answer, in bytes: what there is for long ones.</summary>
    internal const int LongestAnswer = Limit - (HttpServer.ConnectionLimit * ShortLength);

    private int _free = LongestAnswer;

    /// <summary>Takes room for an answer before any of it is sent.</summary>
    /// <param name="length">Its length, in bytes.</param>
    /// <returns>Whether there is room.</returns>
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

    /// <summary>Gives the room back.</summary>
    /// <param name="length">As much as was taken.</param>
    internal void Give(int length) => _free += length <= ShortLength ? 0 : length;
}
