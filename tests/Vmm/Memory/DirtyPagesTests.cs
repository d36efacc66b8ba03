using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Writes through guest memory mark the pages that they touch, reads and refused writes none.</summary>
public sealed class DirtyPagesTests : IDisposable
{
    private const ulong MiB = 1UL << 20;
    private const ulong LowEnd = 3UL << 30;
    private const ulong HighStart = 4UL << 30;

    private readonly GuestMemory _memory;

    public DirtyPagesTests()
    {
        Assert.Null(GuestMemory.TryCreate(LowEnd + (2 * MiB), new AnonymousBacking(HugePages.None), new DirtyPages(), out GuestMemory? memory));
        _memory = memory!;
    }

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0x1000UL, 0x1000UL)]
    [InlineData(0x1FFFUL, 0x1000UL, 0x2000UL)]
    [InlineData(0x1FF9UL, 0x1000UL, 0x2000UL)]
    [InlineData(0x1FF8UL, 0x1000UL)]
    [InlineData(LowEnd - 8, LowEnd - 0x1000)]
    [InlineData(HighStart, HighStart)]
    public void AWriteMarksThePagesThatItTouches(ulong address, params ulong[] pages)
    {
        Assert.True(_memory.TryWrite(new GuestAddress(address), 1UL));
        Assert.Equal(pages, Marked());
        _memory.Dirty!.Clear();
        Assert.Empty(Marked());
        Assert.True(_memory.TryWrite(new GuestAddress(address), [1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Equal(pages, Marked());
        _memory.Dirty.Clear();
        Assert.True(_memory.TryGetSpan(new GuestAddress(address), 8, out _));
        Assert.Equal(pages, Marked());
    }

    [Fact]
    public void WhatIsReadOrRefusedIsNotMarked()
    {
        Assert.True(_memory.TryRead(new GuestAddress(0x1000), out ulong _));
        Assert.False(_memory.TryWrite(new GuestAddress(LowEnd - 4), 1UL));
        Assert.False(_memory.TryGetSpan(new GuestAddress(HighStart - 1), 2, out _));
        Assert.True(_memory.TryGetSpan(new GuestAddress(0x5000), 0, out _));
        _memory.MarkWritten(new GuestAddress(ulong.MaxValue - 1), ulong.MaxValue);
        _memory.MarkWritten(new GuestAddress(0x5000), 0);

        Assert.Empty(Marked());
    }

    [Fact]
    public void ALateRegionHasMarksToo()
    {
        Assert.Null(_memory.TryAdd(new GuestRegion(8UL << 30, MiB), new AnonymousBacking(HugePages.None), 0));

        Assert.True(_memory.TryWrite(new GuestAddress((8UL << 30) + 0x3000), 1));

        Assert.Equal([(8UL << 30) + 0x3000], Marked());
    }

    [Fact]
    public void WithoutTrackingThereAreNoMarks()
    {
        using GuestMemory memory = GuestMemoryTests.Create(MiB);

        Assert.Null(memory.Dirty);
        memory.MarkWritten(new GuestAddress(0), 1);
    }

    [Fact]
    public void AMarkAllocatesNothing() => Assert.Equal(0, Allocation.Of(() => _memory.MarkWritten(new GuestAddress(HighStart), MiB)));

    private List<ulong> Marked()
    {
        List<ulong> marked = [];
        foreach (GuestRegion region in _memory.Regions)
        {
            PageBitmap marks = _memory.Dirty!.Of(region);
            ReadOnlySpan<ulong> words = marks.Words;
            for (int word = words.IndexOfAnyExcept(0UL); word >= 0 && word < words.Length; word++)
            {
                for (int bit = 0; bit < 64; bit++)
                {
                    if ((words[word] >> bit & 1) != 0)
                    {
                        marked.Add(region.Start + ((((ulong)word * 64) + (ulong)bit) * 4096));
                    }
                }
            }
        }
        return marked;
    }
}
