using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Queues;

/// <summary>A queue takes each chain once and in order, returns it where the driver looks, and sends no unwanted notifications.</summary>
public sealed class VirtqueueTests : IDisposable
{
    private const ulong Table = 0x1000;
    private const ulong Available = 0x2000;
    private const ulong Used = 0x3000;
    private const ushort Size = 8;

    private readonly GuestMemory _memory = GuestMemory.TryCreate(1 << 20, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;
    private readonly Virtqueue _queue;
    private readonly DescriptorChain _chain;
    private ushort _offered;

    public VirtqueueTests()
    {
        _queue = new Virtqueue(_memory, Virtqueue.MaximumSize);
        _chain = new DescriptorChain(_memory);
        for (int index = 0; index < Size; index++)
        {
            Store(Table + ((ulong)index * 16), new vring_desc { addr = 0x8000 + ((ulong)index * 64), len = 64 });
        }
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void ChainsAreTakenInOrderAndGivenBackThroughEveryWrapOfTheIndices()
    {
        Activate();
        for (int round = 0; round < 70_000; round++)
        {
            ushort head = (ushort)(round * 5 % Size);
            Offer(head);
            Assert.Equal(QueuePop.Chain, _queue.Pop(_chain));
            Assert.Equal((head, true, 1), (_chain.Head, _chain.IsSound, _chain.Buffers.Length));
            _queue.PushUsed(head, (uint)round);
            Assert.Equal((ushort)(round + 1), Load<ushort>(Used + 2));
            ulong element = Used + 4 + ((ulong)(round % Size) * 8);
            Assert.Equal((head, (uint)round), (Load<uint>(element), Load<uint>(element + 4)));
        }
        Assert.Equal(QueuePop.Empty, _queue.Pop(_chain));
    }

    [Fact]
    public void AChainThatWaitsIsTakenAgain()
    {
        Activate();
        Offer(3);
        Offer(4);
        _queue.Pop(_chain);

        _queue.UndoPop();

        Assert.Equal((QueuePop.Chain, 3), (_queue.Pop(_chain), _chain.Head));
        Assert.Equal((QueuePop.Chain, 4), (_queue.Pop(_chain), _chain.Head));
    }

    [Theory]
    [InlineData(Size + 1, 0)]
    [InlineData(0x8000, 0)]
    [InlineData(0xFFFF, 0)]
    [InlineData(1, Size)]
    [InlineData(1, 0xFFFF)]
    public void ARingThatMakesNoSenseIsTheEnd(ushort index, ushort head)
    {
        Activate();
        Store(Available + 4, head);
        Store(Available + 2, index);

        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));

        Assert.False(_queue.IsActive);
        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));
        _queue.PushUsed(0, 1);
        _queue.DisableNotification();
        Assert.True(_queue.TryEnableNotification());
        Assert.False(_queue.NeedsNotification());
        Assert.Equal((0, 0), (Load<ushort>(Used), Load<ushort>(Used + 2)));
    }

    [Fact]
    public void ADriverMayOfferAsManyChainsAsTheQueueHasEntries()
    {
        Activate();
        for (ushort head = 0; head < Size; head++)
        {
            Offer(head);
        }

        Assert.Equal(Size, _queue.Waiting);
        for (ushort head = 0; head < Size; head++)
        {
            Assert.Equal((QueuePop.Chain, head), (_queue.Pop(_chain), _chain.Head));
        }
        Assert.Equal(QueuePop.Empty, _queue.Pop(_chain));
    }

    // Elements that wait for company are shown when the driver may be interrupted for them, and before the queue is given up.
    [Fact]
    public void ElementsAreShownInBatches()
    {
        Activate();
        int shown = 0;
        for (int count = 1; count <= 20; count++)
        {
            _queue.AddUsed(0, 0);
            _queue.PublishSoon();
            Assert.InRange(Load<ushort>(Used + 2), shown, count);
            shown = Load<ushort>(Used + 2);
        }
        Assert.InRange(shown, 1, 19);

        Assert.True(_queue.NeedsNotification());
        Assert.Equal(20, Load<ushort>(Used + 2));

        _queue.AddUsed(0, 0);
        _queue.PublishSoon();
        Offer(Size);
        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));
        Assert.Equal(21, Load<ushort>(Used + 2));
    }

    // A driver may withdraw what it has said only by a reset.
    [Fact]
    public void ChainsThatWereSeenStay()
    {
        Activate();
        Offer(1);
        Offer(2);
        Assert.Equal((QueuePop.Chain, 1), (_queue.Pop(_chain), _queue.Known));

        Store(Available + 2, (ushort)1);

        Assert.Equal((QueuePop.Chain, 0), (_queue.Pop(_chain), _queue.Known));
        _queue.UndoPop();
        Assert.Equal(1, _queue.Known);
    }

    // Only a reset makes it whole again.
    [Fact]
    public void ABrokenQueueStaysBrokenWhateverTheDriverWritesThen()
    {
        Activate();
        _queue.PushUsed(0, 0);
        Offer(Size);
        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));

        Store(Available + 4, (ushort)0);

        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));
        Assert.Equal(0, _queue.Waiting);
        Assert.False(_queue.NeedsNotification());
    }

    [Fact]
    public void AQueueThatNobodyHasSetUpHasItsCapacityAndNothingWaits()
    {
        Assert.Equal((Virtqueue.MaximumSize, false, 0), ((int)_queue.Registers.Size, _queue.IsActive, _queue.Waiting));
        Assert.Equal(QueuePop.Broken, _queue.Pop(_chain));
    }

    [Fact]
    public void WithFlagsDoorbellsAreSuppressedAndAskedFor()
    {
        Activate();

        _queue.DisableNotification();
        Assert.Equal(1, Load<ushort>(Used));
        Assert.True(_queue.TryEnableNotification());
        Assert.Equal(0, Load<ushort>(Used));
        Offer(0);
        Assert.False(_queue.TryEnableNotification());
    }

    [Fact]
    public void WithTheEventIndexADoorbellIsAskedForByTheNextEntry()
    {
        Activate(VirtioFeatures.EventIndex);
        ulong wish = Used + 4 + (Size * 8);
        Offer(0);
        _queue.Pop(_chain);

        _queue.DisableNotification();
        Assert.Equal((0, 0), (Load<ushort>(Used), Load<ushort>(wish)));
        Assert.True(_queue.TryEnableNotification());
        Assert.Equal(1, Load<ushort>(wish));
    }

    [Fact]
    public void WithFlagsTheDriverIsToldUnlessItDoesNotWish()
    {
        Activate();
        Assert.False(_queue.NeedsNotification());
        _queue.PushUsed(0, 0);
        Assert.True(_queue.NeedsNotification());
        Assert.False(_queue.NeedsNotification());

        Store(Available, (ushort)1);
        _queue.PushUsed(0, 0);
        Assert.False(_queue.NeedsNotification());
    }

    // Both lie in the ring whether they were agreed on or not; only one of them counts.
    [Theory]
    [InlineData(VirtioFeatures.None, 0, 0x4000, true)]
    [InlineData(VirtioFeatures.None, 1, 0, false)]
    [InlineData(VirtioFeatures.EventIndex, 1, 0, true)]
    [InlineData(VirtioFeatures.EventIndex, 0, 0x4000, false)]
    internal void WhatWasNotAgreedOnDoesNotDecideWhetherTheDriverIsTold(VirtioFeatures features, ushort flags, ushort wished, bool expected)
    {
        Activate(features);
        Store(Available, flags);
        Store(Available + 4 + (Size * 2), wished);

        _queue.PushUsed(0, 0);

        Assert.Equal(expected, _queue.NeedsNotification());
    }

    // need_event of the specification, by the plain meaning of its words: the entry that is wished for is among those that are new.
    [Fact]
    public void WithTheEventIndexTheDriverIsToldWhenTheEntryThatItWaitsForIsThere()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        Activate(VirtioFeatures.EventIndex);
        ushort used = 0;
        for (int round = 0; round < 100_000; round++)
        {
            ushort wished = (ushort)(used + random.Next(-12, 12));
            Store(Available + 4 + (Size * 2), wished);
            int count = random.Next(0, Size);
            bool expected = false;
            for (int index = 0; index < count; index++)
            {
                expected |= used == wished;
                _queue.PushUsed(0, 0);
                used++;
            }
            Assert.True(expected == _queue.NeedsNotification(), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(0, Table, Available, Used, true)]
    [InlineData(3, Table, Available, Used, true)]
    [InlineData(512, Table, Available, Used, true)]
    [InlineData(Size, Table + 8, Available, Used, true)]
    [InlineData(Size, Table, Available + 1, Used, true)]
    [InlineData(Size, Table, Available, Used + 2, true)]
    [InlineData(Size, Table, Available, Used, false)]
    [InlineData(Size, (1UL << 20) - 112, Available, Used, true)]
    [InlineData(Size, Table, (1UL << 20) - 20, Used, true)]
    [InlineData(Size, Table, Available, (1UL << 20) - 64, true)]
    [InlineData(Size, 0xFFFF_FFFF_FFFF_FFF0, Available, Used, true)]
    [InlineData(256, Table, Available, Used, true, true)]
    [InlineData(Size, (1UL << 20) - 128, Available, Used, true, true)]
    [InlineData(Size, Table, (1UL << 20) - 22, Used, true, true)]
    [InlineData(Size, Table, Available, (1UL << 20) - 72, true, true)]
    [InlineData(Size, Table, Available, (1UL << 20) - 68, true)]
    public void OnlyAQueueInMemoryIsActivated(ushort size, ulong table, ulong available, ulong used, bool isReady, bool expected = false)
    {
        _queue.Registers = new QueueRegisters { Size = size, IsReady = isReady, DescriptorTable = table, DriverArea = available, DeviceArea = used };

        Assert.Equal(expected, _queue.TryActivate(VirtioFeatures.None));
        Assert.Equal(expected, _queue.IsActive);
    }

    [Fact]
    public void AResetForgetsEverything()
    {
        Activate();
        Offer(1);
        _queue.Pop(_chain);
        _queue.PushUsed(1, 0);

        _queue.Reset();

        Assert.Equal((false, (ushort)256, 0UL), (_queue.IsActive, _queue.Registers.Size, _queue.Registers.DescriptorTable));
        Store(Available + 2, (ushort)0);
        Activate();
        Assert.Equal(QueuePop.Empty, _queue.Pop(_chain));
        Assert.False(_queue.NeedsNotification());
    }

    private void Activate(VirtioFeatures features = VirtioFeatures.None)
    {
        _queue.Registers = new QueueRegisters
        {
            Size = Size,
            IsReady = true,
            DescriptorTable = Table,
            DriverArea = Available,
            DeviceArea = Used,
        };
        Assert.True(_queue.TryActivate(features));
    }

    private void Offer(ushort head)
    {
        Store(Available + 4 + ((ulong)(_offered % Size) * 2), head);
        Store(Available + 2, ++_offered);
    }

    private void Store<T>(ulong address, T value)
        where T : unmanaged => Assert.True(_memory.TryWrite(new GuestAddress(address), value));

    private T Load<T>(ulong address)
        where T : unmanaged => _memory.TryRead(new GuestAddress(address), out T value) ? value : throw new ArgumentOutOfRangeException(nameof(address));
}
