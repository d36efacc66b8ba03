using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>
/// The queue of events. There is one event, that all connections are gone; until the guest has taken notice of it, it gets no packets: those of new connections
/// would come to sockets that it is about to close. It has taken notice when it has made another buffer available.
/// </summary>
internal sealed class EventPath(DriverLink link, GuestMemory memory, VsockMetrics metrics)
{
    private readonly DescriptorChain _chain = new(memory);
    private ushort _left;

    /// <summary>Whether the guest has yet to take notice.</summary>
    internal bool IsAwaited { get; private set; }

    private Virtqueue Queue => link.Queues[VsockDevice.EventQueue];

    /// <summary>Tells the guest that all connections are gone.</summary>
    internal void TellReset()
    {
        if (IsAwaited)
        {
            return;
        }
        virtio_vsock_event reset = new() { id = VsockEvent.VIRTIO_VSOCK_EVENT_TRANSPORT_RESET };
        bool isTold = false;
        if (Queue.Pop(_chain) == QueuePop.Chain)
        {
            isTold = _chain.IsSound && _chain.Buffers[0].TryFill(memory, StructBytes.Of(in reset));
            Queue.PushUsed(_chain.Head, isTold ? (uint)StructBytes.Of(in reset).Length : 0);
            link.SignalUsed(VsockDevice.EventQueue);
        }
        if (!isTold)
        {
            metrics.EventFailures.Increment();
            Log.Error(Module.Vsock, $"The guest has no buffer for the event that its connections are gone; it finds out when it uses one");
            return;
        }
        Queue.EnableNotificationOfMore();
        (IsAwaited, _left) = (true, (ushort)Queue.Waiting);
    }

    /// <summary>The doorbell was rung, by the guest or because the machine goes on.</summary>
    internal void OnNotify() => IsAwaited = IsAwaited && (ushort)Queue.Waiting == _left;

    /// <summary>The machine goes on: the guest may have missed the interrupt.</summary>
    internal void Resume()
    {
        if (IsAwaited)
        {
            link.Remind(VsockDevice.EventQueue);
        }
    }

    internal void Reset() => IsAwaited = false;

    internal void Save(ref StateWriter state)
    {
        state.WriteBoolean(IsAwaited);
        state.WriteUInt16(_left);
    }

    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state) => (IsAwaited, _left) = (state.ReadBoolean("awaits_event"), state.ReadUInt16("event_buffers"));
}
