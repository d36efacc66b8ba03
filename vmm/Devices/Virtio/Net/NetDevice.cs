using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// A virtio network device (Virtio 1.2, 5.1) whose frames go through a tap of the host. Each direction has its queue, its rate limiter and its turns;
/// they share the tap.
/// </summary>
internal sealed partial class NetDevice : IVirtioDevice, INetworkControl
{
    internal const int ReceiveQueue = 0;
    internal const int TransmitQueue = 1;

    private readonly DriverLink _link;
    private readonly NetDescription _description;
    private readonly InterfaceMetrics _metrics;
    private readonly ReceivePath _receive;
    private readonly TransmitPath _transmit;
    private readonly LogLimit _writes = new();

    /// <param name="tap">The tap; the owner closes it after disposing the device.</param>
    /// <param name="metadata">The metadata service's stack, disposed with the device; null if the guest cannot reach the service here.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal NetDevice(
        DriverLink link, GuestMemory memory, Tap tap, NetworkInterfaceConfiguration network, NetworkStack? metadata, InterfaceMetrics metrics)
    {
        (_link, _metrics) = (link, metrics);
        _description = new NetDescription(network);
        _receive = new ReceivePath(link, memory, tap, network.ReceiveLimit, metadata, metrics);
        _transmit = new TransmitPath(link, memory, _receive.Port, _receive.Metadata, network, metrics);
    }

    /// <summary>The maximum sizes of its queues.</summary>
    internal static ReadOnlySpan<ushort> QueueSizes => [Virtqueue.MaximumSize, Virtqueue.MaximumSize];

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_NET;

    /// <inheritdoc/>
    public VirtioFeatures Features => _description.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => _description.Configuration;

    /// <inheritdoc/>
    public Counter ActivationFailures => _metrics.ActivationFailures;

    /// <summary>The rate limiter of frames from the host.</summary>
    internal RateLimiter ReceiveLimiter => _receive.Limiter;

    /// <summary>The rate limiter of frames from the guest.</summary>
    internal RateLimiter TransmitLimiter => _transmit.Limiter;

    /// <summary>Returns the name of the slot of a network interface.</summary>
    internal static DeviceName NameOf(string id) => new("network-interface", id);

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        _metrics.ConfigurationFailures.Increment();
        Log.Warning(Module.Net, _writes, $"{_receive.Port.Name}: the guest wrote to the configuration, which it can only read; nothing has changed");
    }

    /// <inheritdoc/>
    public string? Activate()
    {
        Start();
        return null;
    }

    /// <inheritdoc/>
    public void Reset() => _receive.Reset();

    /// <inheritdoc/>
    public void OnNotify(int queue)
    {
        if (queue == ReceiveQueue)
        {
            _receive.OnNotify();
        }
        else
        {
            _transmit.OnNotify();
        }
    }

    /// <inheritdoc/>
    public void Limit(NetworkInterfaceUpdate update)
    {
        ReceiveLimiter.Update(update.ReceiveLimit ?? RateLimiterConfiguration.None);
        TransmitLimiter.Update(update.SendLimit ?? RateLimiterConfiguration.None);
    }

    /// <summary>Returns all receive buffers to the queue. A frame that is sent is sent within its turn.</summary>
    public void Drain() => _receive.Drain();

    /// <inheritdoc/>
    public void Dispose()
    {
        _receive.Dispose();
        _transmit.Dispose();
    }

    private void Start()
    {
        _receive.Start();
        _receive.Port.Start(NetFeatures.OffloadsOf(_link.Features));
    }
}
