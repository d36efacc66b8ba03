using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>A device with a real tap that goes down, or away, under it.</summary>
public sealed class LostTapTests : QuietTests
{
    private const ulong Place = TestDriver.Buffers;
    private const int Protocol = 0x88B5;
    private const VirtioFeatures Everything = (VirtioFeatures)0xFFFF | VirtioFeatures.EventIndex | VirtioFeatures.IndirectDescriptors;

    // The kernel refuses segmentation without checksums, and the device leaves it out.
    [Theory]
    [InlineData((ulong)Everything)]
    [InlineData((ulong)(Everything & ~NetFeatures.Checksums))]
    [InlineData((ulong)NetFeatures.Merging)]
    public void FramesGoBothWays(ulong features) => WithTap((host, machine, metrics) =>
    {
        machine.Driver.Start(machine.Device.Features & (VirtioFeatures)features);
        Assert.Equal(TestDriver.Working, machine.Driver.Status);
        for (int index = 0; index < 8; index++)
        {
            machine.Driver.Queues[0].Offer(TestBuffer.ToWrite(Place + 0x10_0000 + ((ulong)index * 0x2_0000), 0x1_0000));
        }
        machine.Driver.Bus.Ring(0);
        machine.Settle();

        byte[] frame = Frame();
        frame.CopyTo(machine.Driver.Bytes(Place + 12, frame.Length));
        machine.Driver.Queues[1].Offer(TestBuffer.ToRead(Place, 12), TestBuffer.ToRead(Place + 12, (uint)frame.Length));
        machine.Driver.Bus.Ring(1);
        machine.Settle();
        Assert.Equal(frame, host.Receive(Protocol));

        long before = metrics.Receive.Frames.Value;
        Assert.True(host.Send(frame));
        machine.Settle();
        Assert.Equal(before + 1, metrics.Receive.Frames.Value);
    });

    [Fact]
    public void AFrameForATapThatIsDownIsLostAndTheNextOneIsNot() => WithTap((host, machine, metrics) =>
    {
        machine.Driver.Start(NetFeatures.Merging);
        host.IsUp = false;
        Send(machine);
        Assert.Equal((1L, 1), (metrics.Transmit.WriteFailures.Value, machine.Driver.Queues[1].Returned));

        host.IsUp = true;
        Send(machine);

        Assert.Equal((1L, 2), (metrics.Transmit.WriteFailures.Value, machine.Driver.Queues[1].Returned));
        Assert.NotNull(host.Receive(Protocol));
    });

    [Fact]
    public void WithoutItsTapADeviceTakesWhatItIsGivenAndRests() => WithTap((host, machine, metrics) =>
    {
        machine.Driver.Start(NetFeatures.Merging);
        machine.Driver.Queues[0].Offer(TestBuffer.ToWrite(Place + 0x10_0000, 0x1_0000));
        machine.Driver.Bus.Ring(0);
        machine.Settle();

        host.Delete();
        machine.Settle();
        Send(machine);
        Send(machine);

        Assert.Equal((2L, 2), (metrics.Transmit.WriteFailures.Value, machine.Driver.Queues[1].Returned));
        Assert.False(machine.Loop.Turn(0));
        // The next driver finds a device that works as well as it can.
        machine.Driver.Start(NetFeatures.Merging);
        Assert.Equal(TestDriver.Working, machine.Driver.Status);
        machine.Settle();
        Send(machine);
        Assert.Equal((3L, 1), (metrics.Transmit.WriteFailures.Value, machine.Driver.Queues[1].Returned));
        Assert.False(machine.Loop.Turn(0));
    });

    [Fact]
    public void TheMetadataServiceIsThereWithoutATap() => WithTap((host, machine, metrics) =>
    {
        machine.Driver.Start(NetFeatures.Merging);
        machine.Driver.Queues[0].Offer(TestBuffer.ToWrite(Place + 0x10_0000, 0x1_0000));
        host.Delete();
        machine.Settle();

        Send(machine, StackGuest.Frame(StackGuest.Syn, 1000));

        Assert.Equal((70u, 0L), (machine.Driver.Queues[0].Take().Written, metrics.Transmit.WriteFailures.Value));
    });

    private static void Send(TestMachine machine) => Send(machine, Frame());

    private static void Send(TestMachine machine, byte[] frame)
    {
        frame.CopyTo(machine.Driver.Bytes(Place + 12, frame.Length));
        machine.Driver.Queues[1].Offer(TestBuffer.ToRead(Place, 12 + (uint)frame.Length));
        machine.Driver.Bus.Ring(1);
        machine.Settle();
    }

    private static byte[] Frame()
    {
        byte[] frame = new byte[100];
        (frame[0], frame[6], frame[12], frame[13]) = (2, 2, Protocol >> 8, Protocol & 0xFF);
        return frame;
    }

    private static void WithTap(Action<HostTap, TestMachine, InterfaceMetrics> body)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap host = new("t0");
            Assert.Null(Tap.TryOpen("t0", out Tap? tap));
            using (tap)
            {
                NetworkInterfaceConfiguration network = new("eth0", "t0");
                NetworkStack stack = new(
                    new Ipv4Address(StackGuest.ServiceAddress), new LineHandler([]), ConnectionTable.TryCreate()!, 1, new VmmMetrics().Mmds);
                using TestMachine machine = new(
                    made => new NetDevice(made.Link, made.Memory, tap!, network, stack, made.Networks.Of("eth0")), memoryLength: 32 << 20,
                    queueSizes: [Virtqueue.MaximumSize, Virtqueue.MaximumSize], kind: TransportKind.Direct);
                body(host, machine, machine.Networks.Of("eth0"));
            }
        });
    }
}
