using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Queues;

/// <summary>A queue that is loaded goes on where it was saved, and a state that is refused leaves it as after a reset.</summary>
public sealed class VirtqueueStateTests : IDisposable
{
    private const ulong Available = 0x2000;
    private const ulong Used = 0x3000;
    private const ushort Size = 8;

    // Magic, version, and what stands before the fields of a section of this name.
    private const int FirstField = StateFormat.HeaderLength + 1 + 5 + sizeof(ushort) + sizeof(ulong);

    private readonly GuestMemory _memory = GuestMemory.TryCreate(0x1_0000, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;
    private readonly Virtqueue _queue;
    private readonly DescriptorChain _chain;
    private readonly byte[] _room = new byte[1024];

    public VirtqueueStateTests()
    {
        _queue = new Virtqueue(_memory, Virtqueue.MaximumSize);
        _chain = new DescriptorChain(_memory);
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void WhatIsLoadedGoesOnInBothRings()
    {
        Activate(_queue, VirtioFeatures.EventIndex);
        Offer(heads: [3, 5]);
        Assert.Equal(QueuePop.Chain, _queue.Pop(_chain));
        _queue.PushUsed(3, 0);
        Assert.True(_queue.NeedsNotification());
        Virtqueue loaded = new(_memory, Virtqueue.MaximumSize);

        Load(loaded, Saved(), VirtioFeatures.EventIndex);

        Assert.False(loaded.NeedsNotification());
        Assert.Equal((QueuePop.Chain, 5), (loaded.Pop(_chain), _chain.Head));
        loaded.PushUsed(5, 0);
        Assert.True(_memory.TryRead(new GuestAddress(Used + 2), out ushort used));
        Assert.Equal(2, used);
        // The driver waits for entry 0, as the ring says by being empty: it is told by the event index, which only features tell of.
        Assert.False(loaded.NeedsNotification());
    }

    // What this monitor saves, one of the same format reads: the order and width of each field, and the section's version.
    [Fact]
    public void ItsBytesAreThoseOfTheFirstVersion()
    {
        Activate(_queue, VirtioFeatures.None);
        Offer(heads: [3, 5]);
        _ = _queue.Pop(_chain);
        _ = _queue.Pop(_chain);
        _queue.PushUsed(3, 0);
        _queue.PushUsed(5, 0);
        _queue.PushUsed(5, 0);
        Assert.True(_queue.NeedsNotification());
        _queue.PushUsed(5, 0);

        Assert.Equal(
            [
                5, .. "queue"u8, 1, 0, 34, 0, 0, 0, 0, 0, 0, 0,
                8, 0, 1, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0x30, 0, 0, 0, 0, 0, 0, 1,
                2, 0, 4, 0, 3, 0,
            ],
            Saved()[StateFormat.HeaderLength..^StateFormat.ChecksumLength]);
    }

    [Fact]
    public void AStateOfAnInactiveQueueEndsAnActiveOne()
    {
        byte[] idle = Saved();
        Activate(_queue, VirtioFeatures.None);

        Load(_queue, idle, VirtioFeatures.None);

        Assert.False(_queue.IsActive);
        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));
    }

    [Fact]
    public void RingsThatAreNotInMemoryAreRefusedAndNothingOfThemStays()
    {
        Activate(_queue, VirtioFeatures.None);
        byte[] saved = Saved();
        using GuestMemory less = GuestMemory.TryCreate(0x3000, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;
        Virtqueue queue = new(less, Virtqueue.MaximumSize);

        StateFailure failure = Assert.Throws<StateFailure>(() => Load(queue, saved, VirtioFeatures.None));

        Assert.Equal(
            "The state's section 'state' is refused, field 'queue': it is active, and its rings are not in this machine's memory: "
            + "load it with the memory that it was saved with",
            failure.Message);
        Assert.Equal((Virtqueue.MaximumSize, 0UL, false), ((int)queue.Registers.Size, queue.Registers.DeviceArea, queue.IsActive));
    }

    // The section ends where the field would begin.
    [Theory]
    [InlineData(0, "size")]
    [InlineData(2, "ready")]
    [InlineData(3, "descriptor table")]
    [InlineData(11, "driver area")]
    [InlineData(19, "device area")]
    [InlineData(27, "active")]
    [InlineData(28, "next available")]
    [InlineData(30, "next used")]
    [InlineData(32, "signalled")]
    public void AFieldThatIsMissingIsNamed(int length, string field)
    {
        byte[] saved = Saved();
        byte[] cut = [.. saved[..(FirstField + length)], .. saved[^StateFormat.ChecksumLength..]];
        cut[FirstField - sizeof(ulong)] = (byte)length;
        SavedState.Seal(cut);

        StateFailure failure = Assert.Throws<StateFailure>(() => Load(_queue, cut, VirtioFeatures.None));

        Assert.Equal(("queue", field), (failure.Section, failure.Field));
    }

    private static void Activate(Virtqueue queue, VirtioFeatures features)
    {
        queue.Registers = new QueueRegisters { Size = Size, IsReady = true, DescriptorTable = 0x1000, DriverArea = Available, DeviceArea = Used };
        Assert.True(queue.TryActivate(features));
    }

    private static void Load(Virtqueue queue, byte[] saved, VirtioFeatures features)
    {
        StateReader state = new(saved);
        queue.Load(ref state, features);
        state.Finish();
    }

    private byte[] Saved()
    {
        StateWriter state = new(_room);
        _queue.Save(ref state);
        return state.Finish().ToArray();
    }

    private void Offer(params ReadOnlySpan<ushort> heads)
    {
        for (int index = 0; index < heads.Length; index++)
        {
            Assert.True(_memory.TryWrite(new GuestAddress(Available + 4 + ((ulong)index * 2)), heads[index]));
        }
        Assert.True(_memory.TryWrite(new GuestAddress(Available + 2), (ushort)heads.Length));
    }
}
