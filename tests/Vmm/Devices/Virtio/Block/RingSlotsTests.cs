using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>Operations that the kernel completes partially, or not now, are retried for the rest, a bounded number of times.</summary>
public sealed unsafe class RingSlotsTests : IDisposable
{
    private const long Offset = 8192;

    private readonly RingSlots _slots = new();
    private readonly byte* _memory = (byte*)0x10_0000;

    public void Dispose() => _slots.Dispose();

    [Fact]
    public void APartIsFollowedByTheRest()
    {
        int slot = Take(BlockOperationKind.Read, 1000, 2000, 96);

        Assert.False(_slots.TryEnd(slot, 1500, out _));

        iovec* rest = _slots.SegmentsOf(slot, out int count);
        Assert.Equal((2, Offset + 1500), (count, _slots.OffsetOf(slot)));
        Assert.Equal(((ulong)_memory + 1500, 1500ul), ((ulong)rest->iov_base, (ulong)rest->iov_len));
        Assert.False(_slots.TryEnd(slot, 1500, out _));
        Assert.True(_slots.TryEnd(slot, 96, out BlockOutcome outcome));
        Assert.Equal(new BlockOutcome(3096, default), outcome);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 5)]
    [InlineData(-27, 27)]
    public void AnEndOrAnErrorBehindAPartIsTheEnd(int result, int error)
    {
        int slot = Take(BlockOperationKind.Write, 4096);
        Assert.False(_slots.TryEnd(slot, 512, out _));

        Assert.True(_slots.TryEnd(slot, result, out BlockOutcome outcome));

        Assert.Equal(new BlockOutcome(512, new Errno(error)), outcome);
    }

    [Theory]
    [InlineData(BlockOperationKind.Read, 4)]
    [InlineData(BlockOperationKind.Write, 11)]
    [InlineData(BlockOperationKind.Flush, 4)]
    [InlineData(BlockOperationKind.PunchHole, 4)]
    public void WhatWasBrokenOffIsDoneAgainButNotForEver(object kind, int error)
    {
        int slot = Take((BlockOperationKind)kind, 512);
        for (int refusal = 0; refusal < RingSlots.MostRefusals; refusal++)
        {
            Assert.False(_slots.TryEnd(slot, -error, out _));
        }

        Assert.True(_slots.TryEnd(slot, -error, out BlockOutcome outcome));

        Assert.Equal(new BlockOutcome(0, new Errno(error)), outcome);
    }

    [Fact]
    public void ProgressForgetsRefusals()
    {
        int slot = Take(BlockOperationKind.Read, 4096);
        for (int round = 0; round < 2 * RingSlots.MostRefusals; round++)
        {
            Assert.False(_slots.TryEnd(slot, -Errno.EINTR.Number, out _));
            Assert.False(_slots.TryEnd(slot, 1, out _));
        }
    }

    [Fact]
    public void SlotsAndBytesAreCounted()
    {
        int slot = Take(BlockOperationKind.Read, 4096);
        _ = Take(BlockOperationKind.Flush);
        Assert.Equal((RingSlots.Capacity - 2, 4096L), (_slots.Free, _slots.Bytes));

        _slots.GiveBack(slot);

        Assert.Equal((RingSlots.Capacity - 1, 0L), (_slots.Free, _slots.Bytes));
    }

    private int Take(BlockOperationKind kind, params ReadOnlySpan<uint> lengths)
    {
        GuestBuffer[] buffers = new GuestBuffer[lengths.Length];
        uint length = 0;
        for (int index = 0; index < lengths.Length; index++)
        {
            buffers[index] = new GuestBuffer(new GuestAddress(length), _memory + length, lengths[index], true);
            length += lengths[index];
        }
        return _slots.Take(new BlockOperation(0, default, 0) { Kind = kind, Offset = Offset, Length = length }, buffers);
    }
}
