using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Tests.Devices.Virtio.Transport.Mmio;

/// <summary>A device that does nothing but count what it is told.</summary>
internal sealed class StubDevice : IVirtioDevice
{
    /// <summary>What it offers.</summary>
    internal const VirtioFeatures Offered = VirtioFeatures.EventIndex | (VirtioFeatures)(1UL << 3);

    public DeviceType Type => DeviceType.VIRTIO_ID_RNG;

    public VirtioFeatures Features => Offered;

    public ReadOnlySpan<byte> Configuration => [1, 2, 3, 4, 5, 6];

    internal int Activations { get; private set; }

    internal int FailedActivations { get; private set; }

    internal int Resets { get; private set; }

    internal int Doorbells { get; private set; }

    internal int ConfigurationWrites { get; private set; }

    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) => ConfigurationWrites++;

    public void Activate() => Activations++;

    public void FailActivation() => FailedActivations++;

    public void Reset() => Resets++;

    public void OnDoorbell(int queue) => Doorbells++;
}
