using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// A device with nothing of the host behind it. It has everything of a real one that is saved, and takes no descriptor chain: its machine never runs.
/// </summary>
internal abstract class UnbackedDevice : IVirtioDevice
{
    /// <inheritdoc/>
    public abstract DeviceType Type { get; }

    /// <inheritdoc/>
    public abstract VirtioFeatures Features { get; }

    /// <inheritdoc/>
    public abstract ReadOnlySpan<byte> Configuration { get; }

    /// <inheritdoc/>
    public Counter ActivationFailures { get; } = new("activate_fails"u8);

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        // Its configuration is read-only.
    }

    /// <inheritdoc/>
    public string? Activate() => null;

    /// <inheritdoc/>
    public void Reset()
    {
        // It takes no chain.
    }

    /// <inheritdoc/>
    public void OnNotify(int queue)
    {
        // It takes no chain.
    }

    /// <inheritdoc/>
    public void Drain()
    {
        // It takes no chain.
    }

    /// <inheritdoc/>
    public abstract void SaveOwn(ref StateWriter state);

    /// <inheritdoc/>
    public abstract void LoadOwn(ref StateReader state);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>A limiter that is saved, and whose timer nobody waits for.</summary>
    private protected static RateLimiter LimiterOf(RateLimiterConfiguration? limit, DriverLink link) => link.LimiterOf(limit, static () => { });
}
