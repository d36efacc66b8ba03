using System.IO;
using System.Net.Sockets;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A vsock device with its driver, and the directory in which its sockets are.</summary>
internal sealed class TestVsock : IDisposable
{
    internal const uint GuestCid = 3;

    // Of each buffer of the driver; a header and a page.
    private const uint BufferLength = 44 + 4096;
    private const ulong SendPlace = TestDriver.Buffers;
    private const ulong ReceivePlace = SendPlace + (128 << 10);

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-vsock-").FullName;
    private readonly HostListener _listener;
    private readonly Queue<ulong> _given = new();
    private int _place;

    /// <param name="bufferMebibytes">Bounds the connections.</param>
    /// <param name="buffers">How many buffers the driver has for packets.</param>
    internal TestVsock(uint bufferMebibytes = 64, int buffers = 64, VirtioFeatures features = VirtioFeatures.None, Func<ulong>? clock = null)
    {
        Path = System.IO.Path.Combine(_folder, "v.sock");
        Configuration = new VsockConfiguration(GuestCid, Path) { BufferMebibytes = bufferMebibytes };
        if (HostListener.TryOpen(Path, out HostListener? listener) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
        _listener = listener!;
        Machine = new TestMachine(
            machine =>
            {
                machine.Link.Clock = clock ?? machine.Link.Clock;
                return new VsockDevice(
                    machine.Link, machine.Memory, _listener, ConnectionTable.TryCreate()!, Configuration, VsockMetrics.Of(machine.Metrics));
            },
            256, 16 << 20, VsockDevice.QueueSizes.ToArray(), TransportKind.Direct);
        Buffers = buffers;
        Start(features);
    }

    internal int Buffers { get; set; }

    internal string Path { get; }

    internal VsockConfiguration Configuration { get; }

    internal TestMachine Machine { get; }

    internal TestDriver Driver => Machine.Driver;

    internal VsockDevice Device => (VsockDevice)Machine.Device;

    internal VsockMetrics Metrics => VsockMetrics.Of(Machine.Metrics);

    /// <summary>The packets that the device has sent.</summary>
    internal Queue<TestPacket> Received { get; } = new();

    /// <summary>Starts the driver.</summary>
    internal void Start(VirtioFeatures features = VirtioFeatures.None)
    {
        Driver.Start(features);
        _given.Clear();
        Refill();
        Driver.Queues[VsockDevice.EventQueue].Offer(TestBuffer.ToWrite(ReceivePlace - 8, 4));
        Settle();
    }

    /// <summary>Gives the device buffers until it has as many as the driver has.</summary>
    internal void Refill()
    {
        while (_given.Count < Buffers)
        {
            ulong place = ReceivePlace + ((ulong)(_place++ % 256) * 8192);
            _given.Enqueue(place);
            Driver.Queues[VsockDevice.ReceiveQueue].Offer(TestBuffer.ToWrite(place, BufferLength));
        }
        Driver.Bus.Ring(VsockDevice.ReceiveQueue);
    }

    /// <summary>Sends a packet of the guest in one buffer, and takes what the device answers.</summary>
    internal void Send(TestPacket packet) => Send(packet.ToBytes());

    /// <summary>Sends bytes of the guest as a packet, and takes what the device answers.</summary>
    internal void Send(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Driver.Bytes(SendPlace, bytes.Length));
        Driver.Queues[VsockDevice.TransmitQueue].Offer(TestBuffer.ToRead(SendPlace, (uint)bytes.Length));
        Driver.Bus.Ring(VsockDevice.TransmitQueue);
        Settle();
    }

    /// <summary>Lets the device do what there is to do, and takes its packets.</summary>
    internal void Settle()
    {
        do
        {
            Machine.Settle();
        }
        while (TakeAll());
    }

    /// <summary>The next packet of the device.</summary>
    internal TestPacket Take() => Received.TryDequeue(out TestPacket? packet) ? packet : throw new InvalidOperationException("the device has sent nothing");

    /// <summary>A program of the host that connects to the device's socket.</summary>
    internal Socket Connect()
    {
        Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(Path));
        return client;
    }

    /// <summary>A program of the host that waits for the guest at a port.</summary>
    internal Socket Listen(uint port)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{Path}_{port}"));
        listener.Listen(128);
        return listener;
    }

    public void Dispose()
    {
        Machine.Dispose();
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool TakeAll()
    {
        TestQueue queue = Driver.Queues[VsockDevice.ReceiveQueue];
        bool isAny = queue.Returned > 0;
        while (queue.Returned > 0)
        {
            (_, uint written) = queue.Take();
            Received.Enqueue(TestPacket.Of(Driver.Bytes(_given.Dequeue(), (int)written)));
        }
        if (isAny)
        {
            Refill();
        }
        return isAny;
    }
}
