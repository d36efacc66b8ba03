using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

// The balloon's part of a saved state. The target and the interval are those of the saved configuration.
internal sealed partial class BalloonDevice
{
    private const string Section = "balloon";
    private const ushort Version = 1;

    /// <inheritdoc/>
    public void SaveOwn(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteEnum(Features);
        _space.Save(ref state);
        _statistics?.Save(ref state);
        _hinting?.Save(ref state);
        state.End();
    }

    /// <summary>Restores the saved state. The balloon must offer the same features.</summary>
    /// <exception cref="StateFailure">The state does not fit this balloon.</exception>
    public void LoadOwn(ref StateReader state)
    {
        state.Begin(Section, Version);
        state.ReadSame("features", (ulong)Features);
        _space.Load(ref state);
        _statistics?.Load(ref state);
        _hinting?.Load(ref state);
        state.End();
        if (_link.IsActive)
        {
            Start();
        }
    }
}
