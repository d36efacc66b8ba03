using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Net;

// The interface's part of a saved state. Frames that wait in the tap stay on the host.
internal sealed partial class NetDevice
{
    /// <inheritdoc/>
    public void SaveOwn(ref StateWriter state)
    {
        _description.Save(ref state);
        ReceiveLimiter.Save(ref state);
        TransmitLimiter.Save(ref state);
    }

    /// <summary>Restores the saved state. The interface must have the same features, address and MTU.</summary>
    /// <exception cref="StateFailure">The state does not fit this interface.</exception>
    public void LoadOwn(ref StateReader state)
    {
        _description.Load(ref state);
        ReceiveLimiter.Load(ref state);
        TransmitLimiter.Load(ref state);
        if (_link.IsActive)
        {
            Start();
        }
    }
}
