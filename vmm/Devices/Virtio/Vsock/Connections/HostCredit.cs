using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>How much of a connection's data the host has room for, and what the guest was told of it (Virtio 1.2, 5.10.6.3).</summary>
internal struct HostCredit
{
    /// <summary>The room of every connection, as in the contract: what a guest may send before the host's program has taken any of it.</summary>
    internal const uint Room = 64 << 10;

    // The guest is told when this much of the room is used as it knows. In the contract only 4 KiB are left then, and a guest that sends as fast as it can waits
    // for the answer; with half the room left it goes on meanwhile.
    private const uint Most = Room / 2;

    private uint _forwarded;
    private uint _told;

    /// <summary>Whether the guest believes that much of the room is used which is not.</summary>
    internal readonly bool IsUpdateDue => unchecked(_forwarded - _told) >= Most;

    /// <summary>Whether the guest believes any of the room to be used which is not.</summary>
    internal readonly bool IsUntold => _forwarded != _told;

    /// <summary>Data have left the room.</summary>
    internal void Forward(uint bytes) => _forwarded = unchecked(_forwarded + bytes);

    /// <summary>Writes to a packet what the room is.</summary>
    internal void Tell(ref virtio_vsock_hdr header)
    {
        (header.buf_alloc, header.fwd_cnt) = (Room, _forwarded);
        _told = _forwarded;
    }
}
