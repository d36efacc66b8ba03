using System.Linq;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Queues;

/// <summary>A chain is sound when every buffer is in memory, those to read come first, and it ends; everything else is found.</summary>
public sealed unsafe class DescriptorChainTests : IDisposable
{
    private const ulong Length = 1 << 20;
    private const ulong Table = 0x1000;
    private const ulong Indirect = 0x3000;
    private const int Size = 8;

    private const int Next = 1;
    private const int Write = 2;
    private const int Nested = 4;

    private readonly GuestMemory _memory = GuestMemory.TryCreate(Length, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;
    private readonly DescriptorChain _chain;

    public DescriptorChainTests() => _chain = new DescriptorChain(_memory);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void BuffersComeInTheOrderOfTheirLinks()
    {
        Describe(Table, 5, 0x8000, 16, Next, 2);
        Describe(Table, 2, 0x9000, 512, Next | Write, 7);
        Describe(Table, 7, Length - 1, 1, Write, 0xFFFF);

        Read(5);

        Assert.Equal((true, 5), (_chain.IsSound, _chain.Head));
        Assert.Equal(
            [(0x8000UL, 16u, false), (0x9000UL, 512u, true), (Length - 1, 1u, true)],
            _chain.Buffers.ToArray().Select(buffer => ((ulong)(buffer.Start - _memory.HostAddressOf(0)), buffer.Length, buffer.IsWritable)));
    }

    [Theory]
    [InlineData(Length, 1)]
    [InlineData(Length - 1, 2)]
    [InlineData(0, 1 + (1u << 20))]
    [InlineData(0xFFFF_FFFF_FFFF_FFFF, 2)]
    [InlineData(0xFFFF_FFFF_FFFF_F000, 0xFFFF_FFFF)]
    [InlineData(0xC000_1000, 4)]
    public void ABufferOutsideOfMemoryIsFound(ulong address, uint length)
    {
        Describe(Table, 0, 0x8000, 16, Next, 1);
        Describe(Table, 1, address, length, Write);

        Read(0);

        Assert.Equal((false, 1), (_chain.IsSound, _chain.Buffers.Length));
    }

    [Fact]
    public void WhatIsToBeReadBehindWhatIsToBeWrittenIsFound()
    {
        Describe(Table, 0, 0x8000, 16, Next | Write, 1);
        Describe(Table, 1, 0x8000, 16, 0);

        Read(0);

        Assert.False(_chain.IsSound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Size)]
    [InlineData(0xFFFF)]
    public void AChainWithoutEndIsFound(ushort next)
    {
        Describe(Table, 0, 0x8000, 16, Next, 1);
        Describe(Table, 1, 0x8000, 16, Next, next);

        Read(0);

        Assert.False(_chain.IsSound);
    }

    [Fact]
    public void AnIndirectTableIsReadAndMayFollowOthers()
    {
        Describe(Table, 0, 0x8000, 16, Next, 1);
        Describe(Table, 1, Indirect, 3 * 16, Nested);
        Describe(Indirect, 0, 0x9000, 1, Next | Write, 2);
        Describe(Indirect, 2, 0xA000, 2, Write);

        Read(0);

        Assert.True(_chain.IsSound);
        Assert.Equal([16u, 1u, 2u], _chain.Buffers.ToArray().Select(buffer => buffer.Length));
        Read(0, mayBeIndirect: false);
        Assert.False(_chain.IsSound);
    }

    [Theory]
    [InlineData(Indirect, 0, Nested)]
    [InlineData(Indirect, 15, Nested)]
    [InlineData(Indirect, 17, Nested)]
    [InlineData(Indirect, 16, Nested | Next)]
    [InlineData(Length - 8, 16, Nested)]
    [InlineData(0xFFFF_FFFF_FFFF_FFF0, 32, Nested)]
    [InlineData(Indirect, 0xFFFF_FFF0, Nested)]
    public void AnIndirectTableThatIsNoneIsFound(ulong address, uint length, int flags)
    {
        Describe(Table, 0, address, length, flags, 1);
        Describe(Table, 1, 0x8000, 16, 0);
        Describe(Indirect, 0, 0x8000, 16, 0);

        Read(0);

        Assert.False(_chain.IsSound);
    }

    [Fact]
    public void ATableInATableIsFound()
    {
        Describe(Table, 0, Indirect, 16, Nested);
        Describe(Indirect, 0, Indirect, 16, Nested);

        Read(0);

        Assert.False(_chain.IsSound);
    }

    [Fact]
    public void AChainIsNoLongerThanItsQueue()
    {
        for (int index = 0; index <= Size; index++)
        {
            Describe(Indirect, index, 0x8000, 1, index < Size ? Next : 0, (ushort)(index + 1));
        }
        Describe(Table, 0, Indirect, (Size + 1) * 16, Nested);
        Read(0);
        Assert.False(_chain.IsSound);

        Describe(Indirect, Size - 1, 0x8000, 1, 0);
        Read(0);
        Assert.Equal((true, Size), (_chain.IsSound, _chain.Buffers.Length));
    }

    [Fact]
    public void ReadingAllocatesNothing()
    {
        Describe(Table, 0, Indirect, 2 * 16, Nested);
        Describe(Indirect, 0, 0x8000, 1, Next, 1);
        Describe(Indirect, 1, 0x8000, 1, Write);

        Assert.Equal(0, Allocation.Of(() => Read(0)));
    }

    private void Read(ushort head, bool mayBeIndirect = true) =>
        _chain.Read(_memory.HostAddressOf(0) + Table, Size, head, mayBeIndirect);

    private void Describe(ulong table, int index, ulong address, uint length, int flags, ushort next = 0) => Assert.True(_memory.TryWrite(
        new GuestAddress(table + ((ulong)index * 16)),
        new vring_desc { addr = address, len = length, flags = (DescriptorFlags)flags, next = next }));
}
