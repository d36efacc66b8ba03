namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>Control of a vsock device by the machine.</summary>
internal interface IConnectionControl
{
    /// <summary>
    /// Ends all connections of a paused machine, since no other machine can go on with them: programs of the host see the end at once, the guest when it
    /// is resumed, here or where it is loaded.
    /// </summary>
    void EndConnections();
}
