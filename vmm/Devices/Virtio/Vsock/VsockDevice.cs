using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>
/// A virtio socket device (Virtio 1.2, 5.10), whose connections are Unix sockets of the host: to one socket programs connect that want a port of the
/// guest, and what the guest connects to is beside it. Each turn of it, whatever began it, ends with what there is to tell the guest.
/// </summary>
internal sealed class VsockDevice : IVirtioDevice, IConnectionControl
{
    internal const int ReceiveQueue = 0;
    internal const int TransmitQueue = 1;
    internal const int EventQueue = 2;

    private readonly DriverLink _link;
    private readonly VsockMetrics _metrics;
    private readonly VsockDescription _description;
    private readonly SocketPoll _poll = new();
    private readonly ConnectionSet _connections;
    private readonly FromHost _host;
    private readonly ToGuest _guest;
    private readonly TransmitPath _transmit;
    private readonly ReceivePath _receive;
    private readonly EventPath _events;
    private readonly HostGate _gate;
    private readonly LogLimit _writes = new();

    /// <param name="listener">Where programs of the host connect; its owner disposes it.</param>
    /// <param name="table">Empty; disposed with the device.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal VsockDevice(
        DriverLink link, GuestMemory memory, HostListener listener, ConnectionTable table, VsockConfiguration vsock, VsockMetrics metrics)
    {
        (_link, _metrics) = (link, metrics);
        _description = new VsockDescription(vsock.GuestCid);
        _connections = new ConnectionSet(table, vsock.MostConnections, _poll, metrics, () => link.Clock());
        _host = new FromHost(_connections, _poll, metrics, () => link.Clock());
        _guest = new ToGuest(_connections, memory, vsock.GuestCid);
        _transmit = new TransmitPath(link, memory, new FromGuest(_connections, listener.Ports), Answer, metrics);
        _receive = new ReceivePath(link, memory, _guest, metrics);
        _events = new EventPath(link, memory, metrics);
        _gate = new HostGate(link, listener, _host, _connections, Serve);
        link.Watches.Add(_poll.Descriptor, new SocketEvents(this));
    }

    internal static DeviceName Name { get; } = new("vsock");

    /// <summary>The maximum sizes of its queues.</summary>
    internal static ReadOnlySpan<ushort> QueueSizes => [Virtqueue.MaximumSize, Virtqueue.MaximumSize, Virtqueue.MaximumSize];

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_VSOCK;

    /// <inheritdoc/>
    public VirtioFeatures Features => VsockDescription.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => _description.Configuration;

    /// <inheritdoc/>
    public Counter ActivationFailures => _metrics.ActivationFailures;

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        _metrics.ConfigurationFailures.Increment();
        Log.Warning(Module.Vsock, _writes, $"the guest wrote to the configuration of its vsock device, which it can only read; nothing has changed");
    }

    /// <inheritdoc/>
    public string? Activate() => null;

    /// <inheritdoc/>
    public void Reset()
    {
        EndAll();
        _host.Ports.GoOn(0);
        _events.Reset();
    }

    /// <inheritdoc/>
    public void OnNotify(int queue)
    {
        switch (queue)
        {
            case TransmitQueue:
                _metrics.TransmitDoorbells.Increment();
                if (_transmit.Service.TakeTurn(out _) == QueuePop.Broken)
                {
                    _metrics.TransmitFailures.Increment();
                }
                _transmit.Service.SignalUsed();
                break;
            case EventQueue:
                _events.OnNotify();
                break;
            case ReceiveQueue when _guest.IsBusy:
                _metrics.ReceiveDoorbells.Increment();
                break;
            default:
                break;
        }
        Serve();
    }

    /// <inheritdoc/>
    public void Resume() => _events.Resume();

    /// <inheritdoc/>
    public void EndConnections()
    {
        lock (_link.Gate)
        {
            EndAll();
            if (_link.IsActive)
            {
                _events.TellReset();
            }
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        // Every packet is taken or made within its turn.
    }

    /// <inheritdoc/>
    public void SaveOwn(ref StateWriter state) => _description.Save(ref state, _host.Ports, _events);

    /// <inheritdoc/>
    public void LoadOwn(ref StateReader state) => _description.Load(ref state, _host.Ports, _events);

    /// <inheritdoc/>
    public void Dispose()
    {
        _host.Clear();
        _connections.Dispose();
        _gate.Dispose();
        _poll.Dispose();
    }

    private void EndAll()
    {
        _host.Clear();
        _connections.Clear();
    }

    private void Serve()
    {
        Answer();
        _gate.SetTimer();
    }

    private void Answer()
    {
        if (_guest.IsBusy && !_events.IsAwaited && _link.IsActive)
        {
            if (_receive.Service.TakeTurn(out _) == QueuePop.Broken)
            {
                _metrics.ReceiveFailures.Increment();
            }
            _receive.Service.SignalUsed();
        }
    }

    private sealed class SocketEvents(VsockDevice device) : IEventHandler
    {
        public void OnReady(EpollEvents events)
        {
            device._host.Handle();
            device.Serve();
        }
    }
}
