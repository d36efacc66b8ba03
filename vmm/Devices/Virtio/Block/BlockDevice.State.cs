using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>The disk's part of a saved state. Its data stays in the file; every request was completed or put back before.</content>
internal sealed partial class BlockDevice
{
    /// <inheritdoc/>
    public void SaveOwn(ref StateWriter state)
    {
        _disk.Save(ref state);
        _limiter.Save(ref state);
    }

    /// <summary>Restores the saved state. The disk must have the same capacity and the same features.</summary>
    /// <exception cref="StateFailure">The state does not fit this disk.</exception>
    public void LoadOwn(ref StateReader state)
    {
        _disk.Load(ref state);
        _limiter.Load(ref state);
    }
}
