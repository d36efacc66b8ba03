using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>The segments of a read: as few as the driver's buffers allow, and one more where a frame may be longer than they are.</summary>
public sealed unsafe class ReceiveRingTests : IDisposable
{
    private const ulong Place = TestDriver.Buffers;

    private readonly TestMachine _machine = new(_ => new PlainDevice(), size: 32);
    private readonly DescriptorChain _chain;
    private readonly ReceiveRing _ring = new();

    public ReceiveRingTests()
    {
        _chain = new DescriptorChain(_machine.Memory);
        _machine.Driver.Start();
        _machine.Settle();
    }

    public void Dispose()
    {
        _ring.Dispose();
        _machine.Dispose();
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void BuffersThatFollowOneAnotherAreOneSegment(bool joins, int segments)
    {
        _ring.Joins = joins;
        Add((0, 100), (100, 200));
        Add((300, 5000));

        _ = _ring.Cover(Tap.MostFrame + 1, out int count, out ulong room);

        // The last one tells of a frame that does not fit.
        Assert.Equal((segments, 5301ul), (count, room));
        _ring.Uncover(count);
    }

    [Fact]
    public void ALongSegmentNeedsNoOverflow()
    {
        _ring.Joins = true;
        for (int index = 0; index < 18; index++)
        {
            Add((index * 4096, 4096));
        }

        iovec* segments = _ring.Cover(Tap.MostFrame + 1, out int count, out ulong room);

        Assert.Equal((1, 18ul * 4096), (count, room));
        _ring.Uncover(count);
        Assert.Equal(18ul * 4096, (ulong)segments->iov_len);
    }

    [Fact]
    public void WhatIsLeftOfASegmentBeginsWithTheNextChain()
    {
        _ring.Joins = true;
        Add((0, 100), (100, 200));
        Add((300, 50));
        iovec* first = _ring.Cover(Tap.MostFrame + 1, out int count, out _);
        byte* start = (byte*)first->iov_base;
        _ring.Uncover(count);

        Assert.Equal(300ul, _ring.Take().Length);
        Add((350, 70));

        iovec* rest = _ring.Cover(Tap.MostFrame + 1, out count, out _);
        Assert.Equal((2, 120ul), (count, (ulong)rest->iov_len));
        Assert.True(start + 300 == rest->iov_base);
        _ring.Uncover(count);
        Assert.Equal((2, 120ul), (_ring.Buffers, _ring.Capacity));
    }

    // With chains of a frame each, the next chain's buffers are no part of a read.
    [Fact]
    public void AReadIntoOneChainEndsWithIt()
    {
        Add((0, 100), (100, 200));
        Add((300, 50));

        iovec* segments = _ring.Cover(_ring.First, out int count, out ulong room);
        Assert.Equal((3, 301ul), (count, room));
        _ring.Uncover(count);

        Assert.Equal(50ul, (ulong)segments[2].iov_len);
    }

    private void Add(params (int Offset, int Length)[] parts)
    {
        _machine.Driver.Offer(Array.ConvertAll(parts, part => TestBuffer.ToWrite(Place + (ulong)part.Offset, (uint)part.Length)));
        Assert.Equal(QueuePop.Chain, _machine.Link.Queues[0].Pop(_chain));
        ulong length = 0;
        Array.ForEach(parts, part => length += (ulong)part.Length);
        Assert.True(_ring.TryAdd(_chain, length));
    }
}
