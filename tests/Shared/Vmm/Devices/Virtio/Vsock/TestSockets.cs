using System.Linq;
using System.Net.Sockets;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <summary>A vsock device, its driver, and programs of the host that listen, for drivers that come one after the other.</summary>
internal sealed class TestSockets : IDisposable
{
    // As many connections as a driver of these tests has at once.
    private const int Backlog = 64;

    // Time stands still: nothing is over because a test is slow.
    private readonly TestVsock _vsock = new(clock: () => 0);
    private readonly Dictionary<uint, Socket> _listeners;

    /// <param name="ports">Ports of the host that a program listens on.</param>
    internal TestSockets(params IEnumerable<uint> ports) => _listeners = ports.ToDictionary(port => port, port =>
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{Path}_{port}"));
        listener.Listen(Backlog);
        return listener;
    });

    /// <summary>The socket that programs of the host connect to.</summary>
    internal string Path => _vsock.Path;

    private TestQueue Sends => _vsock.Driver.Queues[VsockDevice.TransmitQueue];

    /// <summary>Begins with a new driver: there are no connections.</summary>
    internal void Start()
    {
        _vsock.Start(VirtioFeatures.InOrder);
        _vsock.Received.Clear();
        foreach (uint port in _listeners.Keys)
        {
            Accept(port)?.Dispose();
        }
    }

    /// <summary>Has the guest send a packet.</summary>
    internal void Send(in SocketPacket packet)
    {
        byte[] bytes = new byte[SocketPacket.HeaderLength + packet.Payload.Length];
        packet.Write(bytes);
        _vsock.Send(bytes);
        if (Sends.Returned != 1 || Sends.Take().Written != 0)
        {
            throw new InvalidOperationException("a packet was not taken, or written to");
        }
    }

    /// <summary>All that the device has for the guest.</summary>
    internal List<SocketPacket> Receive()
    {
        _vsock.Settle();
        List<SocketPacket> packets = [.. _vsock.Received.Select(packet => SocketPacket.Read(packet.ToBytes()))];
        _vsock.Received.Clear();
        return packets;
    }

    /// <summary>The connection that was made to a port; null when there is none.</summary>
    internal HostEnd? Accept(uint port) => _listeners[port].Poll(0, SelectMode.SelectRead) ? new HostEnd(_listeners[port].Accept()) : null;

    public void Dispose()
    {
        _vsock.Dispose();
        foreach (Socket listener in _listeners.Values)
        {
            listener.Dispose();
        }
    }
}
