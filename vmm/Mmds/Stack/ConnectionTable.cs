using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>The connections of a stack, in memory that is taken once: only pages that a connection has used are resident.</summary>
internal sealed unsafe class ConnectionTable : IDisposable
{
    /// <summary>The most connections at a time, as in Firecracker.</summary>
    internal const int Most = 30;

    private const int BytesPerConnection = ReceiveWindow.Length + AnswerBuffer.HeadLength;

    private readonly MappedMemory _memory;
    private readonly TcpConnection[] _connections = new TcpConnection[Most];

    // Whose turn it is to send.
    private int _turn;

    private ConnectionTable(MappedMemory memory)
    {
        _memory = memory;
        for (int index = 0; index < Most; index++)
        {
            byte* start = (byte*)memory.Pin(index * BytesPerConnection).Pointer;
            _connections[index] = new TcpConnection(new ReceiveWindow(start), new AnswerBuffer(start + ReceiveWindow.Length));
        }
    }

    /// <summary>The earliest time at which a connection times out, in nanoseconds of the monotonic clock.</summary>
    internal ulong Deadline
    {
        get
        {
            ulong earliest = SendWindow.Never;
            foreach (TcpConnection connection in _connections)
            {
                if (connection.State != TcpState.Closed)
                {
                    earliest = Math.Min(earliest, connection.Deadline);
                }
            }
            return earliest;
        }
    }

    internal ReadOnlySpan<TcpConnection> All => _connections;

    /// <returns>Null when the host refuses the memory.</returns>
    internal static ConnectionTable? TryCreate() =>
        MappedMemory.TryCreate(Most * BytesPerConnection) is { } memory ? new ConnectionTable(memory) : null;

    /// <summary>Finds a connection by the guest's end.</summary>
    internal TcpConnection? Find(Ipv4Address address, ushort port)
    {
        foreach (TcpConnection connection in _connections)
        {
            if (connection.Is(address, port))
            {
                return connection;
            }
        }
        return null;
    }

    /// <summary>Finds a place for a new connection: a free one, or else that of an idle connection.</summary>
    internal TcpConnection? FindPlace(ulong now)
    {
        TcpConnection? idle = null;
        foreach (TcpConnection connection in _connections)
        {
            if (connection.State == TcpState.Closed)
            {
                return connection;
            }
            if (idle is null && connection.IsIdle(now))
            {
                idle = connection;
            }
        }
        return idle;
    }

    /// <summary>Returns what a connection has to send; each has its turn.</summary>
    internal TcpConnection? TryNext(ulong now, out OutgoingSegment segment)
    {
        segment = default;
        for (int tried = 0; tried < Most; tried++)
        {
            _turn = (_turn + 1) % Most;
            if (_connections[_turn].TryNext(now, out segment))
            {
                return _connections[_turn];
            }
        }
        return null;
    }

    public void Dispose() => _memory.Unmap();
}
