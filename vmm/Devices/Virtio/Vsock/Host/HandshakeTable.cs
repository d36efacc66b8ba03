using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>The programs of the host that have connected and not asked for a port yet. Each has two seconds, and the longest there gives way to one more.</summary>
internal sealed class HandshakeTable
{
    // A program that has connected asks in its next call. So many at once are none that wait for anything.
    private const int Most = 64;

    private readonly Handshake[] _places = new Handshake[Most];

    private int _count;

    /// <summary>The first deadline, in nanoseconds of a monotonic clock; null if there is none.</summary>
    internal ulong? First => _count == 0 ? null : _places[Longest()].Deadline;

    internal ref Handshake this[int place] => ref _places[place];

    /// <summary>Adds a client, for which another one may be closed.</summary>
    /// <returns>Its place.</returns>
    internal int Add(StreamSocket client, ulong now)
    {
        if (_count == Most)
        {
            Close(Longest());
        }
        int place = Free();
        _count++;
        _places[place] = new Handshake
        {
            Client = client,
            Generation = unchecked(_places[place].Generation + 1),
            Deadline = now + DeadlineList.Time,
        };
        return place;
    }

    /// <summary>Takes a client out.</summary>
    internal StreamSocket Take(int place)
    {
        StreamSocket client = _places[place].Client;
        _count--;
        _places[place] = new Handshake { Generation = _places[place].Generation };
        return client;
    }

    internal void Close(int place) => Take(place).Close();

    /// <summary>Closes the clients whose time is over.</summary>
    internal void CloseDue(ulong now)
    {
        for (int place = 0; place < Most; place++)
        {
            if (_places[place].IsThere && _places[place].Deadline <= now)
            {
                Close(place);
            }
        }
    }

    internal void CloseAll() => CloseDue(ulong.MaxValue);

    private int Free()
    {
        int place = 0;
        while (_places[place].IsThere)
        {
            place++;
        }
        return place;
    }

    private int Longest()
    {
        int longest = 0;
        for (int place = 1; place < Most; place++)
        {
            if (_places[place].IsThere && (!_places[longest].IsThere || _places[place].Deadline < _places[longest].Deadline))
            {
                longest = place;
            }
        }
        return longest;
    }
}
