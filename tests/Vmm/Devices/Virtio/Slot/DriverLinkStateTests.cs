using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>A link accepts only states that a driver can have reached, with features that this device offers and addresses in this memory.</summary>
public sealed class DriverLinkStateTests : IDisposable
{
    private const VirtioFeatures Offered = VirtioFeatures.Version1 | VirtioFeatures.EventIndex;

    private readonly GuestMemory _memory = GuestMemory.TryCreate(0x1_0000, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;
    private readonly EventLoop _loop = new();
    private readonly DriverLink _link;
    private readonly byte[] _room = new byte[1024];

    public DriverLinkStateTests() => _link = Link(_memory);

    public void Dispose()
    {
        _link.Dispose();
        _loop.Dispose();
        _memory.Dispose();
    }

    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0x01, true)]
    [InlineData(0x03, true)]
    [InlineData(0x0B, true)]
    [InlineData(0x0F, true)]
    [InlineData(0x4F, true)]
    [InlineData(0x83, true)]
    [InlineData(0xCF, true)]
    [InlineData(0x02, false)]
    [InlineData(0x07, false)]
    [InlineData(0x08, false)]
    [InlineData(0x13, false)]
    [InlineData(0x23, false)]
    public void OnlyAStatusThatADriverReachesIsTaken(byte status, bool isTaken)
    {
        _link.Status = (DeviceStatus)status;

        Assert.Equal(isTaken ? null : "status", FieldRefused(_memory));
    }

    [Fact]
    public void FeaturesThatAreNotOfferedAreRefused()
    {
        (_link.Status, _link.Features) = ((DeviceStatus)3, Offered | VirtioFeatures.IndirectDescriptors);

        Assert.Equal("features", FieldRefused(_memory));
    }

    [Fact]
    public void FeaturesBeforeThereIsADriverAreRefused()
    {
        (_link.Status, _link.Features) = ((DeviceStatus)1, VirtioFeatures.EventIndex);

        Assert.Equal("features", FieldRefused(_memory));
    }

    [Fact]
    public void RingsThatAreNotInThisMemoryAreRefusedAndNothingStays()
    {
        Activate();
        _link.Status = (DeviceStatus)0xF;
        using GuestMemory less = GuestMemory.TryCreate(0x4000, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;

        Assert.Null(FieldRefused(_memory));
        Assert.Equal("queue", FieldRefused(less));
    }

    [Fact]
    public void AQueueThatIsActiveBeforeTheDriverIsDoneIsRefused()
    {
        Activate();
        _link.Status = (DeviceStatus)0xB;

        Assert.Equal("queues", FieldRefused(_memory));
    }

    private DriverLink Link(GuestMemory memory) => new(memory, [256, 256], new DirectTransport(2), new WatchGroup(_loop));

    // The second of two queues, so that a refused state follows an accepted one.
    private void Activate()
    {
        _link.Queues[1].Registers = new QueueRegisters { Size = 8, IsReady = true, DescriptorTable = 0x5000, DriverArea = 0x6000, DeviceArea = 0x7000 };
        Assert.True(_link.Queues[1].TryActivate(Offered));
        _link.Queues[0].Registers.DescriptorTable = 5;
    }

    // Null if the state is accepted; a link that has refused a state is as if it had never been used.
    private string? FieldRefused(GuestMemory memory)
    {
        StateWriter to = new(_room);
        _link.Save(ref to);
        StateReader from = new(to.Finish());
        using DriverLink fresh = Link(memory);
        try
        {
            fresh.Load(ref from, Offered);
            Assert.Equal((_link.Status, _link.Features), (fresh.Status, fresh.Features));
            return null;
        }
        catch (StateFailure failure)
        {
            Assert.Equal((default, default, 0ul, false), (fresh.Status, fresh.Features, fresh.Queues[0].Registers.DescriptorTable, fresh.Queues[1].IsActive));
            return failure.Field;
        }
    }
}
