using CsCheck;
using Kiln.Linux.Errors;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Guest memory allows accesses inside one region and refuses all others.</summary>
public sealed class GuestMemoryTests : IDisposable
{
    private const ulong MiB = 1UL << 20;
    private const ulong LowEnd = 3UL << 30;
    private const ulong HighStart = 4UL << 30;
    private const ulong HighEnd = HighStart + (2 * MiB);

    private static readonly ulong[] _edges = [0, LowEnd, HighStart, HighEnd, ulong.MaxValue];

    private readonly GuestMemory _memory = Create(LowEnd + (2 * MiB));

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void RegionsAndLengthAreWhatWasAskedFor()
    {
        Assert.Equal([new GuestRegion(0, LowEnd), new GuestRegion(HighStart, 2 * MiB)], _memory.Regions.ToArray());
        Assert.Equal(LowEnd + (2 * MiB), _memory.Length);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(MiB + 1)]
    [InlineData(LowEnd - 8)]
    [InlineData(HighStart)]
    [InlineData(HighEnd - 8)]
    public void AValueIsReadWhereItWasWritten(ulong address)
    {
        ulong value = address ^ 0x0123_4567_89AB_CDEF;

        Assert.True(_memory.TryRead(new GuestAddress(address), out ulong fresh));
        Assert.Equal(0UL, fresh);
        Assert.True(_memory.TryWrite(new GuestAddress(address), value));
        Assert.True(_memory.TryRead(new GuestAddress(address), out ulong read));
        Assert.Equal(value, read);
        Assert.True(_memory.TryGetSpan(new GuestAddress(address), 1, out Span<byte> span));
        Assert.Equal((byte)value, span[0]);
    }

    [Theory]
    [InlineData(LowEnd - 7)]
    [InlineData(LowEnd)]
    [InlineData(HighStart - 8)]
    [InlineData(HighStart - 1)]
    [InlineData(HighEnd - 7)]
    [InlineData(HighEnd)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void AValueThatIsNotWhollyInsideIsRefusedAndNothingWritten(ulong address)
    {
        Assert.False(_memory.TryWrite(new GuestAddress(address), ulong.MaxValue));
        Assert.False(_memory.TryWrite(new GuestAddress(address), [1, 1, 1, 1, 1, 1, 1, 1]));
        Assert.False(_memory.TryRead(new GuestAddress(address), out ulong value));
        Assert.Equal(0UL, value);
        Assert.True(_memory.TryRead(new GuestAddress(LowEnd - 8), out ulong low));
        Assert.True(_memory.TryRead(new GuestAddress(HighEnd - 8), out ulong high));
        Assert.True(_memory.TryRead(new GuestAddress(HighStart), out ulong start));
        Assert.Equal((0UL, 0UL, 0UL), (low, high, start));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void ANegativeLengthIsRefused(int length) => Assert.False(_memory.TryGetSpan(new GuestAddress(0), length, out _));

    // Addresses near the ends of both regions and of the number range; sums are taken in 128 bits.
    [Fact]
    public void ASpanIsGivenExactlyForWhatLiesInOneRegion() =>
        Gen.Select(
            Gen.Int[0, _edges.Length - 1].Select(index => _edges[index]),
            Gen.OneOf(Gen.Long[-20, 20], Gen.Long),
            Gen.OneOf(Gen.Int[0, 40], Gen.Int)).Sample((edge, distance, length) =>
        {
            ulong address = unchecked(edge + (ulong)distance);
            UInt128 end = (UInt128)address + (UInt128)Math.Max(length, 0);
            bool inside = length >= 0 && (end <= LowEnd || (address >= HighStart && end <= HighEnd));

            Assert.Equal(inside, _memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
            Assert.Equal(inside ? length : 0, span.Length);
        }, iter: 100_000);

    [Fact]
    public void NoAccessAllocates() => Assert.Equal(0, Allocation.Of(() =>
    {
        _memory.TryWrite(new GuestAddress(HighStart), 1UL);
        _memory.TryRead(new GuestAddress(HighStart), out ulong _);
        _memory.TryWrite(new GuestAddress(0x1000), "abc"u8);
        _memory.TryGetSpan(new GuestAddress(LowEnd), 1, out _);
    }));

    internal static GuestMemory Create(ulong length)
    {
        SystemError? error = GuestMemory.TryCreate(length, HugePages.None, out GuestMemory? memory);
        Assert.Null(error);
        return memory!;
    }
}
