using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Tests.Devices.Virtio.Transport.Mmio;

/// <summary>A device that only counts calls, and refuses a driver on request.</summary>
internal sealed class StubDevice : PlainDevice
{
    internal const VirtioFeatures Offered = VirtioFeatures.EventIndex | (VirtioFeatures)(1UL << 3);

    public override VirtioFeatures Features => Offered;

    public override ReadOnlySpan<byte> Configuration => [1, 2, 3, 4, 5, 6];

    internal string? Refusal { get; set; }

    internal int Activations { get; private set; }

    internal int Resets { get; private set; }

    internal int Doorbells { get; private set; }

    internal int ConfigurationWrites { get; private set; }

    internal int Drains { get; private set; }

    public override void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) => ConfigurationWrites++;

    public override string? Activate()
    {
        Activations += Refusal is null ? 1 : 0;
        return Refusal;
    }

    public override void Reset() => Resets++;

    public override void OnNotify(int queue) => Doorbells++;

    public override void Drain() => Drains++;
}
