using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>A kernel that is entered by PVH finds its fields at the offsets of Xen's start_info.h, and zeros everywhere else.</summary>
public sealed class StartInfoTests
{
    private const ulong Info = 0x6000;
    private const ulong Modules = 0x6040;
    private const ulong Map = 0x7000;
    private const int MapEntryLength = 24;

    private static readonly (int Offset, byte[] Content)[] _fields =
    [
        (0, [0x78, 0xC5, 0x6E, 0x33]),
        (4, [1, 0, 0, 0]),
        (24, [0, 0, 2, 0]), // cmdline_paddr
        (40, [0, 0x70, 0, 0]), // memmap_paddr
        (48, [4, 0, 0, 0]), // memmap_entries
    ];

    [Fact]
    public void TheStartInfoHoldsWhatTheProtocolSays()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);

        StartInfo.Write(memory, null);

        Assert.Equal(Expected(_fields), Bytes(memory, Info, (int)(Map - Info)));
        Assert.Equal(
            [
                .. Entry(0, 0x9_FC00, 1), .. Entry(0x9_FC00, 0x4_0400, 2), .. Entry(0xEEC0_0000, 0x1000_0000, 2),
                .. Entry(0x10_0000, 0x10_0000, 1), .. new byte[MapEntryLength],
            ],
            Bytes(memory, Map, 5 * MapEntryLength));
    }

    [Fact]
    public void AnInitialRamDiskIsTheFirstModule()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);

        StartInfo.Write(memory, new GuestRegion(0x18_0000, 0x1234));

        Assert.Equal(
            Expected(
            [
                .. _fields, (12, [1, 0, 0, 0]), (16, [0x40, 0x60, 0, 0]),
                ((int)(Modules - Info), [0, 0, 0x18, 0, 0, 0, 0, 0, 0x34, 0x12]),
            ]),
            Bytes(memory, Info, (int)(Map - Info)));
    }

    [Theory]
    [InlineData(Map)]
    [InlineData(0x6000)]
    public void MemoryWithoutRoomIsRefused(ulong length)
    {
        using GuestMemory memory = GuestMemoryTests.Create(length);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => StartInfo.Write(memory, null));

        Assert.Equal("guest memory is too small for the start info; raise mem_size_mib", failure.Message);
    }

    private static byte[] Expected((int Offset, byte[] Content)[] fields)
    {
        byte[] expected = new byte[Map - Info];
        foreach ((int offset, byte[] content) in fields)
        {
            content.CopyTo(expected, offset);
        }
        return expected;
    }

    private static byte[] Entry(ulong address, ulong length, uint type) =>
        [.. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(type), 0, 0, 0, 0];

    private static byte[] Bytes(GuestMemory memory, ulong address, int length)
    {
        Assert.True(memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        return span.ToArray();
    }
}
