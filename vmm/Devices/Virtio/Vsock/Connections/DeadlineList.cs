using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>
/// The connections that end if the other side does nothing. All have the same time, so that the list, which runs through the table, is sorted by itself.
/// </summary>
internal sealed class DeadlineList(ConnectionTable table)
{
    /// <summary>How long the other side has, in nanoseconds, as in the contract.</summary>
    internal const ulong Time = 2 * NanosecondsPer.Second;

    private ushort _first;
    private ushort _last;

    /// <summary>The first deadline, in nanoseconds of a monotonic clock; null if there is none.</summary>
    internal ulong? First => _first == 0 ? null : table[_first].Deadline;

    /// <summary>Gives a connection the time, unless it has it already.</summary>
    internal void Set(ref Connection connection, ulong now)
    {
        if (connection.Deadline != 0)
        {
            return;
        }
        connection.Deadline = now + Time;
        (connection.Earlier, connection.Later) = (_last, 0);
        if (_last == 0)
        {
            _first = connection.Index;
        }
        else
        {
            table[_last].Later = connection.Index;
        }
        _last = connection.Index;
    }

    /// <summary>Gives a connection all the time there is.</summary>
    internal void Clear(ref Connection connection)
    {
        if (connection.Deadline == 0)
        {
            return;
        }
        if (connection.Earlier == 0)
        {
            _first = connection.Later;
        }
        else
        {
            table[connection.Earlier].Later = connection.Later;
        }
        if (connection.Later == 0)
        {
            _last = connection.Earlier;
        }
        else
        {
            table[connection.Later].Earlier = connection.Earlier;
        }
        connection.Deadline = 0;
    }

    /// <summary>Returns a connection whose time is over.</summary>
    /// <returns>Its place; 0 if there is none.</returns>
    internal int FindDue(ulong now) => First <= now ? _first : 0;
}
