using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Finds a slot for a new client: a free one, or that of the client that has been idle longest. Clients that send nothing, or half a request, or do
/// not read their answers, therefore cannot lock others out. A client whose request is being executed, or that reads its answer, keeps its slot.
/// </summary>
/// <param name="most">The number of slots.</param>
/// <param name="create">Makes the connection of a slot when a client needs it: few monitors ever have two.</param>
internal sealed class ConnectionPlaces(int most, Func<HttpConnection> create)
{
    private readonly List<HttpConnection> _connections = new(most);

    /// <summary>The connections made so far; not to be changed.</summary>
    internal List<HttpConnection> All => _connections;

    /// <summary>Returns a connection without a client, after closing one if necessary.</summary>
    /// <returns>Null when every client is being served and reads.</returns>
    internal HttpConnection? Find()
    {
        HttpConnection? found = Free();
        for (int looked = 0; found is null && looked < _connections.Count && LongestIdle() is { } candidate; looked++)
        {
            // It may have sent something that the event loop has not processed yet. Then it is not idle, but another one may be.
            ulong since = candidate.IdleSince;
            candidate.OnReady(EpollEvents.EPOLLIN);
            if (candidate.CanGiveWay && candidate.IdleSince == since)
            {
                candidate.GiveWay();
            }
            found = Free();
        }
        // All of them have just sent something. One with an incomplete request is closed nevertheless, so that such clients cannot lock others out.
        if (found is null && (LongestIdle() ?? LongestStalled()) is { } last)
        {
            last.GiveWay();
            found = last;
        }
        return found;
    }

    private HttpConnection? Free()
    {
        if (_connections.Find(connection => connection.State == ConnectionState.Closed) is { } closed)
        {
            return closed;
        }
        if (_connections.Count == most)
        {
            return null;
        }
        HttpConnection another = create();
        _connections.Add(another);
        return another;
    }

    private HttpConnection? LongestStalled()
    {
        HttpConnection? longest = null;
        foreach (HttpConnection connection in _connections)
        {
            if (connection.IsStalled && (longest is null || connection.IdleSince < longest.IdleSince))
            {
                longest = connection;
            }
        }
        return longest;
    }

    // A connection that has had its last answer is closed before one that may still send requests.
    private HttpConnection? LongestIdle()
    {
        HttpConnection? longest = null;
        foreach (HttpConnection connection in _connections)
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
