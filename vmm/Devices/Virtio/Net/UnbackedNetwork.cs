using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>A network interface without a tap. It has everything of a <see cref="NetDevice"/> that is saved.</summary>
internal sealed class UnbackedNetwork : UnbackedDevice
{
    private readonly NetDescription _description;
    private readonly RateLimiter _receive;
    private readonly RateLimiter _send;

    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal UnbackedNetwork(DriverLink link, NetworkInterfaceConfiguration network)
    {
        _description = new NetDescription(network);
        _receive = LimiterOf(network.ReceiveLimit, link);
        _send = LimiterOf(network.SendLimit, link);
    }

    /// <inheritdoc/>
    public override DeviceType Type => DeviceType.VIRTIO_ID_NET;

    /// <inheritdoc/>
    public override VirtioFeatures Features => _description.Features;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Configuration => _description.Configuration;

    /// <inheritdoc/>
    public override void SaveOwn(ref StateWriter state)
    {
        _description.Save(ref state);
        _receive.Save(ref state);
        _send.Save(ref state);
    }

    /// <inheritdoc/>
    public override void LoadOwn(ref StateReader state)
    {
        _description.Load(ref state);
        _receive.Load(ref state);
        _send.Load(ref state);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _receive.Dispose();
        _send.Dispose();
    }
}
