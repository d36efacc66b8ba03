using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Finds a newcomer its place: a free one, or that of the client that has been idle longest. Clients that say nothing, or half a request, or do
/// not take their answers, lock nobody out; one that is being answered and reads keeps its place.
/// </summary>
/// <param name="connections">The places.</param>
internal sealed class ConnectionPlaces(HttpConnection[] connections)
{
    /// <summary>Finds a place without a client.</summary>
    /// <returns>Null when every client is being answered, and reads.</returns>
    internal HttpConnection? Find()
    {
        HttpConnection? found = Free();
        for (int looked = 0; found is null && looked < connections.Length && LongestIdle() is { } candidate; looked++)
        {
            // It may have sent something by now that the loop has not come to: then it is not idle, and another may be.
            ulong since = candidate.IdleSince;
            candidate.OnReady(EpollEvents.EPOLLIN);
            if (candidate.CanGiveWay && candidate.IdleSince == since)
            {
                candidate.GiveWay();
            }
            found = Free();
        }
        // All of them have just sent something; one whose request is still not whole goes, lest such clients be enough to lock others out.
        if (found is null && (LongestIdle() ?? LongestStalled()) is { } last)
        {
            last.GiveWay();
            found = last;
        }
        return found;
    }

    private HttpConnection? Free() => Array.Find(connections, connection => connection.State == ConnectionState.Closed);

    private HttpConnection? LongestStalled()
    {
        HttpConnection? longest = null;
        foreach (HttpConnection connection in connections)
        {
            if (connection.IsStalled && (longest is null || connection.IdleSince < longest.IdleSince))
            {
                longest = connection;
            }
        }
        return longest;
    }

    // One that has had its last answer goes before any that may still ask.
    private HttpConnection? LongestIdle()
    {
        HttpConnection? longest = null;
        foreach (HttpConnection connection in connections)
        {
            if (connection.CanGiveWay && (longest is null || Order(connection).CompareTo(Order(longest)) < 0))
            {
                longest = connection;
            }
        }
        return longest;
    }

    private static (bool MayAsk, ulong IdleSince) Order(HttpConnection connection) =>
        (connection.State != ConnectionState.Draining, connection.IdleSince);
}
