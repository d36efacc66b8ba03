using Kiln.Vmm.Devices.Virtio.Vsock.Connections;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>
/// The host's ports of connections that the host asks for: one after the other, also across a snapshot, since the guest may remember former ones.
/// </summary>
internal sealed class HostPorts
{
    // As in the contract: half of all ports, and none that a program of the host waits at.
    internal const uint First = 1u << 30;
    internal const uint Last = (1u << 31) - 1;

    /// <summary>A port that no connection has together with a guest's.</summary>
    internal uint Next(ConnectionTable table, uint guestPort)
    {
        do
        {
            Latest = Latest is < First or >= Last ? First : Latest + 1;
        }
        while (table.Find(Latest, guestPort) != 0);
        return Latest;
    }

    /// <summary>The last port given; <see cref="First"/> - 1 if none was.</summary>
    internal uint Latest { get; private set; } = First - 1;

    /// <summary>Goes on behind a port.</summary>
    /// <param name="latest">Any number; one that is none of these ports begins anew.</param>
    internal void GoOn(uint latest) => Latest = latest;
}
