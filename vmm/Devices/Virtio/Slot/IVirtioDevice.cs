using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// What a device is, whatever bus it is on. Every call holds the device's <see cref="DriverLink.Gate"/>: those of a driver's registers come
/// from a vCPU's thread, those of doorbells from the vmm thread.
/// </summary>
internal interface IVirtioDevice
{
    /// <summary>Its kind.</summary>
    DeviceType Type { get; }

    /// <summary>What it offers beside version 1. The same as long as no driver has acknowledged it.</summary>
    VirtioFeatures Features { get; }

    /// <summary>What its driver reads of it; behind the end there are zeros.</summary>
    ReadOnlySpan<byte> Configuration { get; }

    /// <summary>The driver writes to the configuration.</summary>
    /// <param name="offset">From its start; any number.</param>
    /// <param name="data">1 to 8 bytes.</param>
    void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data);

    /// <summary>The driver is done: features are agreed on, and every queue that it uses was found.</summary>
    void Activate();

    /// <summary>The driver is done, but one of its queues is none: it will have to reset the device.</summary>
    void FailActivation();

    /// <summary>Forgets the driver. When it returns nothing of the guest's memory is used any more.</summary>
    void Reset();

    /// <summary>The driver has offered chains.</summary>
    /// <param name="queue">The queue's number.</param>
    void OnDoorbell(int queue);
}
