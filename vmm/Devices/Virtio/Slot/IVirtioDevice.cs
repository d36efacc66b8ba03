using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// A virtio device, independent of its transport: it knows its backend and its <see cref="DriverLink"/>. The caller of every member but
/// <see cref="IDisposable.Dispose"/> holds the link's gate. A vCPU's thread only reads properties; methods are called on the vmm thread. A device
/// starts inactive; a successful <see cref="Activate"/> makes it active, <see cref="Reset"/> inactive. Its watches listen, and
/// <see cref="OnNotify"/> is called, only while it is active.
/// </summary>
internal interface IVirtioDevice : IDisposable
{
    DeviceType Type { get; }

    /// <summary>The features that it offers, besides VIRTIO_F_VERSION_1. They change only while no driver has accepted any.</summary>
    VirtioFeatures Features { get; }

    /// <summary>The configuration space; reads beyond its end return zeros.</summary>
    ReadOnlySpan<byte> Configuration { get; }

    /// <summary>Counts refused activations.</summary>
    Counter ActivationFailures { get; }

    /// <summary>How many queues, from the first on, a driver sets up that has accepted these features; the others stay unused.</summary>
    /// <param name="accepted">Features among those offered.</param>
    /// <param name="most">The number of queues that the device has.</param>
    int QueuesFor(VirtioFeatures accepted, int most) => most;

    /// <summary>Handles a write by the driver to the configuration space, once the status DRIVER is set.</summary>
    /// <param name="offset">The offset in the configuration space; not validated.</param>
    /// <param name="data">The value, 1 to 8 bytes.</param>
    void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data);

    /// <summary>Activates the device: features are negotiated, and all queues are valid. Must not allocate.</summary>
    /// <returns>Null, or why the device cannot be activated; it stays inactive, and the driver sees DEVICE_NEEDS_RESET.</returns>
    string? Activate();

    /// <summary>
    /// Resets the device, active or not. Afterwards nothing accesses guest memory, and requests that were taken are never completed.
    /// </summary>
    void Reset();

    /// <summary>Handles a doorbell: chains may be available. Called only while active.</summary>
    void OnNotify(int queue);

    /// <summary>Waits until nothing is in flight, active or not: each chain that was popped is returned, or its pop is undone.</summary>
    void Drain();

    /// <summary>The machine goes on after a pause, or after a load. Called only while active, before the doorbells are rung.</summary>
    void Resume()
    {
    }

    /// <summary>Saves the device's own state, without its queues. Called after <see cref="Drain"/>.</summary>
    void SaveOwn(ref StateWriter state);

    /// <summary>Restores the saved state of an inactive device, instead of <see cref="Activate"/>. The link has been restored before.</summary>
    /// <exception cref="StateFailure">The state does not fit this device.</exception>
    void LoadOwn(ref StateReader state);
}
