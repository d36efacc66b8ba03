using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>How connections begin and end, whichever side wants it, and what waits meanwhile. What passes in between is in the classes that use it.</summary>
internal sealed class ConnectionSet : IDisposable
{
    private readonly ConnectionTable _table;
    private readonly ReadyList _ready;
    private readonly DeadlineList _deadlines;
    private readonly ResetQueue _resets = new();
    private readonly SocketPoll _poll;
    private readonly int _most;
    private readonly Func<ulong> _clock;

    /// <param name="table">Empty; disposed with the set.</param>
    /// <param name="most">The most connections at a time.</param>
    /// <param name="clock">Nanoseconds of a monotonic clock.</param>
    internal ConnectionSet(ConnectionTable table, int most, SocketPoll poll, VsockMetrics metrics, Func<ulong> clock)
    {
        (_table, _most, _poll, Metrics, _clock) = (table, most, poll, metrics, clock);
        _ready = new ReadyList(table);
        _deadlines = new DeadlineList(table);
    }

    internal VsockMetrics Metrics { get; }

    /// <summary>All connections, for lookups.</summary>
    internal ConnectionTable Table => _table;

    /// <summary>The first time at which a connection ends, in nanoseconds of the clock; null if there is none.</summary>
    internal ulong? Deadline => _deadlines.First;

    /// <summary>Whether there may be a packet for the guest.</summary>
    internal bool IsBusy => !_ready.IsEmpty || !_resets.IsEmpty;

    /// <summary>Refusals that the guest has not been told.</summary>
    internal ResetQueue Resets => _resets;

    internal bool IsFull => _table.Count >= _most;

    /// <summary>The connection at a place.</summary>
    internal ref Connection this[int place] => ref _table[place];

    /// <summary>Takes the connection whose turn it is to tell something.</summary>
    /// <returns>Its place; 0 if there is none.</returns>
    internal int TakeReady() => _ready.Take();

    /// <summary>Adds a connection; the set is not full, and has none with these ports.</summary>
    /// <param name="first">What the guest is told at first.</param>
    internal ref Connection Open(uint hostPort, uint guestPort, StreamSocket host, ConnectionPhase phase, PendingPackets first)
    {
        Metrics.Added.Increment();
        ref Connection added = ref _table.Add(hostPort, guestPort);
        (added.Host, added.Phase) = (host, phase);
        Tell(ref added, first);
        Watch(ref added);
        return ref added;
    }

    /// <summary>Has a connection tell the guest something, when its turn comes.</summary>
    internal void Tell(ref Connection connection, PendingPackets more)
    {
        connection.Pending |= more;
        _ready.Add(ref connection);
    }

    /// <summary>Refuses what was asked for two ports without a connection.</summary>
    internal void Refuse(uint hostPort, uint guestPort)
    {
        if (!_resets.TryAdd(hostPort, guestPort))
        {
            Metrics.LostResets.Increment();
        }
    }

    /// <summary>Ends a connection unless the other side goes on in time.</summary>
    internal void Limit(ref Connection connection) => _deadlines.Set(ref connection, _clock());

    internal void Unlimit(ref Connection connection) => _deadlines.Clear(ref connection);

    /// <summary>Asks the kernel to report of a connection's socket what can be done about it now.</summary>
    internal void Watch(ref Connection connection)
    {
        EpollEvents wanted = connection.Reads && !connection.IsHeldUp ? EpollEvents.EPOLLIN : 0;
        wanted |= connection.Delayed.IsEmpty ? 0 : EpollEvents.EPOLLOUT;
        // A socket that is hung up is reported for ever, unless it is not in the set.
        EpollEvents? interest = wanted == 0 && connection.IsHungUp ? null : wanted;
        ulong token = connection.Index | ((ulong)connection.Generation << 32);
        if (!_poll.TryChange(connection.Host, ref connection.Interest, interest, token))
        {
            Metrics.SocketFailures.Increment();
            Kill(ref connection);
        }
    }

    /// <summary>The host's program has sent all that it will. It still gets what the guest sends, unless it is gone, which the kernel says now or later.</summary>
    internal void EndOfHost(ref Connection connection)
    {
        if (connection.IsHungUp)
        {
            CloseHost(ref connection);
            return;
        }
        connection.HostShut |= ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND;
        Tell(ref connection, PendingPackets.Shutdown);
        Watch(ref connection);
    }

    /// <summary>The host's program is gone: nothing passes any more, and the guest has to say that it knows.</summary>
    internal void CloseHost(ref Connection connection)
    {
        Release(ref connection);
        connection.Phase = ConnectionPhase.Closing;
        connection.HostShut = ShutdownFlags.Both;
        connection.Pending &= ~(PendingPackets.Data | PendingPackets.CreditRequest);
        Tell(ref connection, PendingPackets.Shutdown);
        Limit(ref connection);
    }

    /// <summary>Ends a connection by an error, or because its time is over: the guest gets a reset.</summary>
    internal void Kill(ref Connection connection)
    {
        Metrics.Killed.Increment();
        Finish(ref connection);
    }

    /// <summary>Ends a connection that both sides have done with: the guest gets a reset, as it expects.</summary>
    internal void Finish(ref Connection connection)
    {
        Release(ref connection);
        _deadlines.Clear(ref connection);
        connection.Phase = ConnectionPhase.Dead;
        connection.Pending = PendingPackets.None;
        Tell(ref connection, PendingPackets.Reset);
    }

    /// <summary>Forgets a connection: the guest knows that there is none.</summary>
    internal void Remove(ref Connection connection)
    {
        Metrics.Removed.Increment();
        Release(ref connection);
        _deadlines.Clear(ref connection);
        _ready.Remove(ref connection);
        _table.Remove(ref connection);
    }

    /// <summary>Ends the connections whose time is over.</summary>
    internal void EndDue(ulong now)
    {
        for (int place; (place = _deadlines.FindDue(now)) != 0;)
        {
            Kill(ref _table[place]);
        }
    }

    /// <summary>Forgets everything: the guest's driver begins anew.</summary>
    internal void Clear()
    {
        _resets.Clear();
        for (int place = 1; place <= ConnectionTable.Most && _table.Count > 0; place++)
        {
            if (_table[place].Phase != ConnectionPhase.None)
            {
                Remove(ref _table[place]);
            }
        }
    }

    /// <summary>A program of the host had gone when it was to get bytes.</summary>
    internal void CountBrokenPipe(Errno error)
    {
        if (error == Errno.EPIPE)
        {
            Metrics.BrokenPipes.Increment();
        }
    }

    public void Dispose()
    {
        Clear();
        _table.Dispose();
    }

    // Closing a socket takes it out of the poll.
    private static void Release(ref Connection connection)
    {
        if (connection.HasHost)
        {
            connection.Host.Close();
            connection.Interest = null;
            connection.Delayed.Free();
        }
    }
}
