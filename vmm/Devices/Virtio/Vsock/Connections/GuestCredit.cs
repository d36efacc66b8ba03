using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>
/// How much of a connection's data the guest has room for (Virtio 1.2, 5.10.6.3). Counters are modulo 2^32, and the guest's are whatever it says: a guest
/// that takes room away, or acknowledges what it has not got, has none.
/// </summary>
internal struct GuestCredit
{
    private uint _room;
    private uint _forwarded;
    private uint _sent;

    /// <summary>The bytes that may be sent.</summary>
    internal readonly uint Available
    {
        get
        {
            uint underWay = unchecked(_sent - _forwarded);
            return underWay < _room ? _room - underWay : 0;
        }
    }

    /// <summary>Takes over what a packet of the guest says; each packet does.</summary>
    internal void Learn(in virtio_vsock_hdr header) => (_room, _forwarded) = (header.buf_alloc, header.fwd_cnt);

    /// <summary>Data were sent.</summary>
    /// <param name="bytes">At most <see cref="Available"/>.</param>
    internal void Spend(uint bytes) => _sent = unchecked(_sent + bytes);
}
