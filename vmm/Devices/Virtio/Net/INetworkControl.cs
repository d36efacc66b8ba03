using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The properties of a network interface that a client may change while the guest runs. On the vmm thread, between two events.</summary>
internal interface INetworkControl
{
    /// <summary>Replaces token buckets of both rate limiters by new, full ones.</summary>
    /// <param name="update">The buckets to replace. A bucket that limits nothing removes the limit; null keeps the present bucket.</param>
    void Limit(NetworkInterfaceUpdate update);
}
