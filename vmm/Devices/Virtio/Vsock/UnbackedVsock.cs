using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>A vsock device without a socket of the host. It has everything of a <see cref="VsockDevice"/> that is saved.</summary>
internal sealed class UnbackedVsock(DriverLink link, GuestMemory memory, VsockConfiguration vsock, VmmMetrics metrics) : UnbackedDevice
{
    private readonly VsockDescription _description = new(vsock.GuestCid);
    private readonly HostPorts _ports = new();
    private readonly EventPath _events = new(link, memory, VsockMetrics.Of(metrics));

    /// <inheritdoc/>
    public override DeviceType Type => DeviceType.VIRTIO_ID_VSOCK;

    /// <inheritdoc/>
    public override VirtioFeatures Features => VsockDescription.Features;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Configuration => _description.Configuration;

    /// <inheritdoc/>
    public override void SaveOwn(ref StateWriter state) => _description.Save(ref state, _ports, _events);

    /// <inheritdoc/>
    public override void LoadOwn(ref StateReader state) => _description.Load(ref state, _ports, _events);

    /// <inheritdoc/>
    public override void Dispose()
    {
        // It has nothing to release.
    }
}
