using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A network interface with its driver, and the host's end of its tap.</summary>
internal sealed class TestNetwork : IDisposable
{
    /// <summary>The length of the header in front of every frame.</summary>
    internal const int Header = 12;

    /// <summary>The longest frame with its header.</summary>
    internal const int MostFrame = 65562;

    private readonly byte[] _room = new byte[MostFrame + 1];

    /// <param name="size">Size of each of the driver's queues, in entries.</param>
    /// <param name="mtu">MTU of the tap.</param>
    /// <param name="metadata">The metadata service's stack, or null.</param>
    /// <param name="clock">The time of its limiters; the system's when null.</param>
    internal TestNetwork(NetworkInterfaceConfiguration? network = null, int size = 16, int mtu = 1500, ulong memoryLength = 32 << 20,
        TransportKind kind = TransportKind.Direct, NetworkStack? metadata = null, Func<ulong>? clock = null)
    {
        Configuration = network ?? new NetworkInterfaceConfiguration("eth0", "fake0");
        Host = new FakeTap(mtu);
        Machine = new TestMachine(
            machine =>
            {
                machine.Link.Clock = clock ?? machine.Link.Clock;
                return new NetDevice(machine.Link, machine.Memory, Host.Tap, Configuration, metadata, machine.Networks.Of(Configuration.Id));
            },
            size, memoryLength,
            [Virtqueue.MaximumSize, Virtqueue.MaximumSize], kind);
    }

    internal NetworkInterfaceConfiguration Configuration { get; }

    internal FakeTap Host { get; }

    internal TestMachine Machine { get; }

    internal TestDriver Driver => Machine.Driver;

    internal TestQueue Receiving => Driver.Queues[NetDevice.ReceiveQueue];

    internal TestQueue Sending => Driver.Queues[NetDevice.TransmitQueue];

    internal InterfaceMetrics Metrics => Machine.Networks.Of(Configuration.Id);

    /// <summary>A frame of counting bytes behind an empty header.</summary>
    /// <param name="length">With the header.</param>
    internal static byte[] Frame(int length, int first = 0)
    {
        byte[] frame = new byte[length];
        for (int index = Header; index < length; index++)
        {
            frame[index] = (byte)(first + index);
        }
        return frame;
    }

    /// <summary>Rings the doorbell of a queue and processes all pending work.</summary>
    internal void Ring(int queue)
    {
        Driver.Bus.Ring(queue);
        Machine.Settle();
    }

    /// <summary>Sends a frame of the host, and lets the device have it.</summary>
    internal void Deliver(ReadOnlySpan<byte> frame)
    {
        if (!Host.Send(frame))
        {
            throw new InvalidOperationException("the tap is full");
        }
        Machine.Settle();
    }

    /// <summary>Takes the frames away that the device has not taken.</summary>
    internal void Discard() => Host.Discard(_room);

    /// <summary>The next frame that the guest has sent; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Sent() => Host.Receive(_room);

    public void Dispose()
    {
        Machine.Dispose();
        Host.Dispose();
    }
}
