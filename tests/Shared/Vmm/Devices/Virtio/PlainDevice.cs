using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A device that does nothing; tests override what they need.</summary>
internal class PlainDevice : IVirtioDevice
{
    public virtual DeviceType Type => DeviceType.VIRTIO_ID_RNG;

    public virtual VirtioFeatures Features => VirtioFeatures.None;

    public virtual ReadOnlySpan<byte> Configuration => [];

    public Counter ActivationFailures { get; } = new("activate_fails"u8);

    public virtual void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
    }

    public virtual string? Activate() => null;

    public virtual void Reset()
    {
    }

    public virtual void OnNotify(int queue)
    {
    }

    public virtual void Drain()
    {
    }

    public virtual void SaveOwn(ref StateWriter state)
    {
    }

    public virtual void LoadOwn(ref StateReader state)
    {
    }

    public virtual void Dispose()
    {
    }
}
