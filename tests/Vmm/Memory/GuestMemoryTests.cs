using CsCheck;
using Kiln.Vmm.Machine.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Guest memory answers every address, and only RAM by yes.</summary>
public sealed class GuestMemoryTests : IDisposable
{
    private const ulong Length = 4 << 20;

    private readonly GuestMemory _memory = Create(Length);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4 << 20)]
    [InlineData((4 << 20) - 1, 1)]
    [InlineData(4 << 20, 0)]
    public void RangesInsideAreFound(ulong address, int length)
    {
        Assert.True(_memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        Assert.Equal(length, span.Length);
    }

    [Theory]
    [InlineData(0, (4 << 20) + 1)]
    [InlineData((4 << 20) - 1, 2)]
    [InlineData(4 << 20, 1)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue, int.MaxValue)]
    [InlineData(0, -1)]
    public void RangesThatLeaveAreRefused(ulong address, int length) =>
        Assert.False(_memory.TryGetSpan(new GuestAddress(address), length, out _));

    [Fact]
    public void AnyRangeIsFoundExactlyWhenItIsInside() => Gen.Select(Gen.OneOf(Gen.ULong, Gen.ULong[0, 5 << 20]), Gen.Int)
        .Sample((address, length) =>
        {
            bool inside = length >= 0 && (UInt128)address + (UInt128)(uint)length <= Length;
            return _memory.TryGetSpan(new GuestAddress(address), length, out _) == inside;
        });

    [Fact]
    public void WhatIsWrittenIsReadAtAnyAlignment()
    {
        Assert.True(_memory.TryWrite(new GuestAddress(0x1003), 0x1122334455667788));
        Assert.True(_memory.TryRead(new GuestAddress(0x1003), out long value));
        Assert.Equal(0x1122334455667788, value);
    }

    [Fact]
    public void AWriteThatDoesNotFitWritesNothing()
    {
        Assert.False(_memory.TryWrite(new GuestAddress(Length - 4), ulong.MaxValue));
        Assert.True(_memory.TryRead(new GuestAddress(Length - 4), out uint last));
        Assert.Equal(0u, last);
    }

    [Fact]
    public void AnAccessAllocatesNothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong address = 0; address < 10_000; address++)
        {
            _memory.TryWrite(new GuestAddress(address), address);
            _memory.TryRead(new GuestAddress(address), out ulong _);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void TooMuchIsAnAnswerAndNotAFault() => Assert.NotNull(GuestMemory.TryCreate(1UL << 60, out _));

    public void Dispose() => _memory.Dispose();

    internal static GuestMemory Create(ulong length) =>
        GuestMemory.TryCreate(length, out GuestMemory? memory) is null ? memory! : throw new InvalidOperationException("no memory for the test");
}
