using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>
/// A connection between a port of the guest and a socket of the host. It lies outside the managed heap, in a <see cref="ConnectionTable"/>, whose lists
/// run through it.
/// </summary>
[NotInHeader("the monitor's own")]
internal struct Connection
{
    internal ConnectionPhase Phase;

    /// <summary>What the guest has to be told.</summary>
    internal PendingPackets Pending;

    /// <summary>What the guest does not do any more.</summary>
    internal ShutdownFlags GuestShut;

    /// <summary>What the guest was told, or is to be told, that the host does not do any more.</summary>
    internal ShutdownFlags HostShut;

    /// <summary>The host's program is gone, or both directions are shut: the kernel says so again and again.</summary>
    internal bool IsHungUp;

    /// <summary>Data of the host wait for room in the guest.</summary>
    internal bool AwaitsCredit;

    /// <summary>Data of the host wait for a buffer, or for room, and the kernel need not say so again.</summary>
    internal bool IsHeldUp;

    /// <summary>Its place in the table.</summary>
    internal ushort Index;

    /// <summary>Changes with each connection that has the place.</summary>
    internal uint Generation;

    internal uint HostPort;

    internal uint GuestPort;

    /// <summary>Valid until the phase is <see cref="ConnectionPhase.Closing"/>.</summary>
    internal StreamSocket Host;

    /// <summary>What the kernel is asked to report of the socket; null if nothing, not even that it is hung up.</summary>
    internal EpollEvents? Interest;

    internal GuestCredit Guest;

    internal HostCredit Own;

    internal DelayedBytes Delayed;

    /// <summary>When it is ended, in nanoseconds of a monotonic clock; 0 for never.</summary>
    internal ulong Deadline;

    /// <summary>Places of neighbours in the list of deadlines; 0 for none.</summary>
    internal ushort Earlier;
    internal ushort Later;

    /// <summary>The next place of the same bucket of the table, or of the free ones.</summary>
    internal ushort NextInBucket;

    /// <summary>The next in the list of those that have something to tell, if it is in that list.</summary>
    internal ushort NextReady;
    internal bool IsReady;

    /// <summary>Whether there is a socket.</summary>
    internal readonly bool HasHost => Phase is ConnectionPhase.Requested or ConnectionPhase.Accepted or ConnectionPhase.Open;

    /// <summary>Whether data of the host's program go to the guest.</summary>
    internal readonly bool Reads => Phase == ConnectionPhase.Open
        && !GuestShut.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_RCV)
        && !HostShut.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND);

    /// <summary>Whether data of the guest go to the host's program.</summary>
    internal readonly bool Writes => Phase == ConnectionPhase.Open && !GuestShut.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND);
}
