using System.Linq;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Boot;

/// <summary>The memory map that a guest is given.</summary>
public sealed class MemoryMapTests
{
    private const uint Ram = 1;
    private const uint Reserved = 2;

    private static readonly (ulong Start, ulong Length, uint Kind)[] _fixed =
    [
        (0, 0x9_FC00, Ram), (0x9_FC00, 0x4_0400, Reserved), (0xEEC0_0000, 0x1000_0000, Reserved),
    ];

    [Theory]
    [InlineData(2UL << 20, new ulong[] { 0x10_0000, 0x10_0000 })]
    [InlineData(128UL << 20, new ulong[] { 0x10_0000, 127UL << 20 })]
    [InlineData(3UL << 30, new ulong[] { 0x10_0000, 0xBFF0_0000 })]
    [InlineData((3UL << 30) + (1UL << 20), new ulong[] { 0x10_0000, 0xBFF0_0000, 0x1_0000_0000, 0x10_0000 })]
    [InlineData(8UL << 30, new ulong[] { 0x10_0000, 0xBFF0_0000, 0x1_0000_0000, 5UL << 30 })]
    public void RamFollowsTheFixedRanges(ulong length, ulong[] ranges) => Assert.Equal(
        [.. _fixed, .. ranges.Chunk(2).Select(range => (range[0], range[1], Ram))],
        MemoryMap.Of(GuestLayout.Split(length)).Select(entry => (entry.addr, entry.size, entry.type)));

    [Fact]
    public void OneMebibyteHasNoHighMemory() => Assert.Equal(3, MemoryMap.Of(GuestLayout.Split(1 << 20)).Length);
}
