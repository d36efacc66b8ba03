using System.Net.Sockets;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.State;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;
using static Kiln.Vmm.Devices.Virtio.Vsock.Packets.PacketOperation;
using static Kiln.Vmm.Tests.Devices.Virtio.Vsock.HostConnectionTests;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>No connection outlives a snapshot, on neither side; a guest that has not noticed yet gets no new one.</summary>
public sealed class VsockStateTests : QuietTests
{
    [Fact]
    public void ProgramsSeeTheEndAtOnceAndTheGuestItsEvent()
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock);
        using Socket asking = vsock.Connect();
        vsock.Settle();

        vsock.Machine.Slot.Pause();
        vsock.Device.EndConnections();

        AssertClosed(client);
        AssertClosed(asking);
        Assert.Equal(4u, vsock.Driver.Queues[VsockDevice.EventQueue].Take().Written);
        Assert.True(vsock.Driver.Bus.TakeInterrupt(VsockDevice.EventQueue));
    }

    [Fact]
    public void UntilTheGuestHasNoticedNothingReachesIt()
    {
        using TestVsock vsock = new();
        using Socket former = Opened(vsock);
        vsock.Device.EndConnections();
        _ = vsock.Driver.Queues[VsockDevice.EventQueue].Take();
        vsock.Driver.Bus.TakeInterrupt(VsockDevice.EventQueue);

        using Socket client = vsock.Connect();
        client.Send("CONNECT 5\n"u8);
        vsock.Settle();
        Assert.Empty(vsock.Received);
        // Whoever resumes the machine rings every doorbell; the guest is reminded.
        vsock.Machine.Slot.Resume();
        vsock.Settle();
        Assert.Empty(vsock.Received);
        Assert.True(vsock.Driver.Bus.TakeInterrupt(VsockDevice.EventQueue));

        vsock.Driver.Queues[VsockDevice.EventQueue].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 4));
        vsock.Driver.Bus.Ring(VsockDevice.EventQueue);
        vsock.Settle();

        // Not the port that the guest may remember.
        Assert.Equal((VIRTIO_VSOCK_OP_REQUEST, 5u, (1u << 30) + 1), Of(vsock.Take()));
    }

    // As Linux does: eight buffers, and a doorbell only where the device has asked for one.
    [Fact]
    public void ADriverThatRingsOnlyWhenAskedIsAsked()
    {
        using TestVsock vsock = new(features: VirtioFeatures.EventIndex);
        TestQueue events = vsock.Driver.Queues[VsockDevice.EventQueue];
        for (int count = 1; count < 8; count++)
        {
            events.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 4));
        }

        vsock.Device.EndConnections();

        ulong wanted = events.Used + 4 + (8 * 256);
        Assert.Equal(8, vsock.Driver.Load<ushort>(wanted));
    }

    [Fact]
    public void WithoutABufferForTheEventItIsCountedAndTheGuestFindsOut()
    {
        using TestVsock vsock = new();
        using Socket former = Opened(vsock);
        vsock.Device.EndConnections();
        vsock.Driver.Queues[VsockDevice.EventQueue].Take();
        vsock.Driver.Queues[VsockDevice.EventQueue].Offer(TestBuffer.ToRead(TestDriver.Buffers, 4));
        vsock.Driver.Bus.Ring(VsockDevice.EventQueue);
        vsock.Settle();

        vsock.Device.EndConnections();

        Assert.Equal(1, vsock.Metrics.EventFailures.Value);
        vsock.Send(TestPacket.Of(VIRTIO_VSOCK_OP_RW, 5, 1u << 30, [1]));
        Assert.Equal(VIRTIO_VSOCK_OP_RST, vsock.Take().Operation);
    }

    [Fact]
    public void TheLoadedDeviceGoesOnWithPortsAndWaitsForTheGuest()
    {
        using TestVsock vsock = new();
        using Socket former = Opened(vsock);
        vsock.Device.EndConnections();
        byte[] room = new byte[4096];
        StateWriter writer = new(room);
        vsock.Device.SaveOwn(ref writer);
        byte[] saved = writer.Finish().ToArray();

        using TestVsock loaded = new();
        loaded.Machine.Slot.Pause();
        StateReader reader = new(saved);
        loaded.Device.LoadOwn(ref reader);

        using Socket client = loaded.Connect();
        client.Send("CONNECT 5\n"u8);
        loaded.Settle();
        Assert.Empty(loaded.Received);
        loaded.Driver.Queues[VsockDevice.EventQueue].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 4));
        loaded.Driver.Bus.Ring(VsockDevice.EventQueue);
        loaded.Settle();
        Assert.Equal((VIRTIO_VSOCK_OP_REQUEST, 5u, (1u << 30) + 1), Of(loaded.Take()));
    }

    [Fact]
    public void ABarePauseLosesNothing()
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock);
        vsock.Machine.Slot.Pause();
        client.Send("meanwhile"u8);
        vsock.Machine.Slot.Resume();
        vsock.Settle();

        Assert.Equal(VIRTIO_VSOCK_OP_RW, vsock.Take().Operation);
        Assert.Equal(0, vsock.Driver.Queues[VsockDevice.EventQueue].Returned);
    }

    [Fact]
    public void AResetEndsEverythingAndBeginsWithTheFirstPort()
    {
        using TestVsock vsock = new();
        using Socket client = Opened(vsock);
        vsock.Start();

        AssertClosed(client);
        using Socket next = Opened(vsock);
    }
}
