using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A driver's view of a device's transport.</summary>
internal interface IDriverBus
{
    /// <summary>The device status register.</summary>
    uint Status { get; set; }

    /// <summary>The configuration generation, which changes with the configuration.</summary>
    uint Generation { get; }

    /// <summary>Reads the features that the device offers.</summary>
    VirtioFeatures ReadFeatures();

    void WriteFeatures(VirtioFeatures features);

    /// <summary>The maximum size of a queue; zero when the queue does not exist.</summary>
    uint SizeOf(int queue);

    /// <summary>Sets the addresses of a queue.</summary>
    void SetUp(int queue, in QueueRegisters registers);

    void ReadConfiguration(ulong offset, Span<byte> data);

    void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data);

    /// <summary>Rings a queue's doorbell, as KVM does for a guest.</summary>
    void Ring(int queue);

    /// <summary>Whether the device has raised a queue's interrupt since the last call; with a shared interrupt, that of any queue.</summary>
    bool TakeInterrupt(int queue);

    /// <summary>Whether the device has raised its configuration interrupt since the last call.</summary>
    bool TakeConfigurationInterrupt();
}
