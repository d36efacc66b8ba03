namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>The connections that have something to tell the guest, in the order in which their turn comes. The list runs through the table.</summary>
internal sealed class ReadyList(ConnectionTable table)
{
    private ushort _first;
    private ushort _last;

    internal bool IsEmpty => _first == 0;

    /// <summary>Adds a connection to the end, unless it is in the list.</summary>
    internal void Add(ref Connection connection)
    {
        if (connection.IsReady)
        {
            return;
        }
        connection.IsReady = true;
        connection.NextReady = 0;
        if (_last == 0)
        {
            _first = connection.Index;
        }
        else
        {
            table[_last].NextReady = connection.Index;
        }
        _last = connection.Index;
    }

    /// <summary>Takes the first connection out.</summary>
    /// <returns>Its place; 0 when the list is empty.</returns>
    internal int Take()
    {
        int place = _first;
        if (place != 0)
        {
            ref Connection connection = ref table[place];
            connection.IsReady = false;
            _first = connection.NextReady;
            _last = _first == 0 ? (ushort)0 : _last;
        }
        return place;
    }

    /// <summary>Takes a connection out, wherever it is: some steps for each one before it.</summary>
    internal void Remove(ref Connection connection)
    {
        if (!connection.IsReady)
        {
            return;
        }
        ushort before = 0;
        for (ushort place = _first; place != connection.Index; place = table[place].NextReady)
        {
            before = place;
        }
        if (before == 0)
        {
            _first = connection.NextReady;
        }
        else
        {
            table[before].NextReady = connection.NextReady;
        }
        _last = _last == connection.Index ? before : _last;
        connection.IsReady = false;
    }
}
