using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>
/// The connections of a device, found by their two ports, in memory that is mapped once: only pages that a connection has used are resident. Places are
/// numbered from 1, so that memory of zeros is an empty table.
/// </summary>
internal sealed unsafe class ConnectionTable : IDisposable
{
    /// <summary>The most connections at a time, as in Firecracker.</summary>
    internal const int Most = VsockConfiguration.ConnectionLimit;

    // Twice as many: chains of one or two. Ports that all fall into one bucket cost a lookup of 1,023 steps, 3 us.
    private const int Buckets = 2048;

    // 2^32 divided by the golden ratio: consecutive ports are spread over the buckets.
    private const uint Spread = 2654435769;
    private const int SpreadShift = 32 - 11;

    private readonly MappedMemory _memory;
    private readonly Connection* _places;
    private readonly ushort* _buckets;
    private ushort _free;
    private ushort _used;

    private ConnectionTable(MappedMemory memory)
    {
        _memory = memory;
        _places = (Connection*)memory.Pin().Pointer;
        _buckets = (ushort*)(_places + Most + 1);
    }

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The connection at a place.</summary>
    /// <param name="place">1 to <see cref="Most"/>.</param>
    internal ref Connection this[int place] => ref _places[place];

    /// <returns>Null when the host refuses the memory.</returns>
    internal static ConnectionTable? TryCreate() =>
        MappedMemory.TryCreate(((Most + 1) * sizeof(Connection)) + (Buckets * sizeof(ushort))) is { } memory ? new ConnectionTable(memory) : null;

    /// <returns>The place of a connection; 0 if there is none.</returns>
    internal int Find(uint hostPort, uint guestPort)
    {
        int place = _buckets[BucketOf(hostPort, guestPort)];
        while (place != 0 && (_places[place].HostPort != hostPort || _places[place].GuestPort != guestPort))
        {
            place = _places[place].NextInBucket;
        }
        return place;
    }

    /// <summary>Adds a connection, all of whose other fields are zero.</summary>
    /// <param name="hostPort">No connection has these two ports, and the table is not full.</param>
    internal ref Connection Add(uint hostPort, uint guestPort)
    {
        ushort place = _free;
        if (place == 0)
        {
            place = ++_used;
        }
        else
        {
            _free = _places[place].NextInBucket;
        }
        ushort* bucket = _buckets + BucketOf(hostPort, guestPort);
        ref Connection added = ref _places[place];
        uint generation = unchecked(added.Generation + 1);
        added = new Connection { Index = place, Generation = generation, HostPort = hostPort, GuestPort = guestPort, NextInBucket = *bucket };
        *bucket = place;
        Count++;
        return ref added;
    }

    /// <summary>Removes a connection, which is in no list any more.</summary>
    internal void Remove(ref Connection connection)
    {
        ushort place = connection.Index;
        ushort* link = _buckets + BucketOf(connection.HostPort, connection.GuestPort);
        while (*link != place)
        {
            link = &_places[*link].NextInBucket;
        }
        *link = connection.NextInBucket;
        connection = new Connection { Generation = connection.Generation, NextInBucket = _free };
        _free = place;
        Count--;
    }

    public void Dispose() => _memory.Unmap();

    private static uint BucketOf(uint hostPort, uint guestPort) => unchecked((hostPort ^ (guestPort * Spread)) * Spread) >> SpreadShift;
}
