using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>A kernel finds its fields at the offsets of the Linux boot protocol, and zeros everywhere else.</summary>
public sealed class ZeroPageTests
{
    private const ulong Page = 0x7000;
    private const int HeaderOffset = 0x1F1;
    private const int CommandLineLength = 6;

    private static readonly (ulong Offset, byte[] Content)[] _fields =
    [
        (0x070, [0x00, 0x00, 0x0E, 0x00]),
        (0x1E8, [4]),
        (0x1FE, [0x55, 0xAA]),
        (0x202, [.. "HdrS"u8]),
        (0x210, [0xFF]),
        (0x228, [0x00, 0x00, 0x02, 0x00]),
        (0x230, [0x00, 0x00, 0x20, 0x00]),
        (0x238, [6, 0, 0, 0]),
        (0x2D0, Entry(0, 0x9_FC00, 1)),
        (0x2E4, Entry(0x9_FC00, 0x4_0400, 2)),
        (0x2F8, Entry(0xEEC0_0000, 0x1000_0000, 2)),
        (0x30C, Entry(0x10_0000, 0x10_0000, 1)),
    ];

    [Fact]
    public void TheZeroPageHoldsWhatTheProtocolSays()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);
        byte[] expected = new byte[4096];
        foreach ((ulong offset, byte[] content) in _fields)
        {
            content.CopyTo(expected, (int)offset);
        }

        ZeroPage.Write(memory, new setup_header { kernel_alignment = 0x20_0000 }, CommandLineLength, null);

        Assert.Equal(expected, Bytes(memory, Page, expected.Length));
        Assert.Equal([0], Bytes(memory, Page - 1, 1));
        Assert.Equal([0], Bytes(memory, Page + 4096, 1));
    }

    [Fact]
    public void AKernelsOwnHeaderIsKeptButForWhatALoaderFillsIn()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);
        byte[] header = [.. Enumerable.Range(1, Marshal.SizeOf<setup_header>()).Select(number => (byte)number)];
        byte[] expected = [.. header];
        (int Offset, byte[] Content)[] filled =
        [
            (0x1FE, [0x55, 0xAA]), (0x202, [.. "HdrS"u8]), (0x210, [0xFF]), (0x218, new byte[8]),
            (0x228, [0x00, 0x00, 0x02, 0x00]), (0x238, [CommandLineLength, 0, 0, 0]),
        ];
        foreach ((int offset, byte[] content) in filled)
        {
            content.CopyTo(expected, offset - HeaderOffset);
        }

        ZeroPage.Write(memory, MemoryMarshal.Read<setup_header>(header), CommandLineLength, null);

        Assert.Equal(expected, Bytes(memory, Page + HeaderOffset, expected.Length));
        Assert.Equal(new byte[5], Bytes(memory, Page + HeaderOffset + (ulong)expected.Length, 5));
    }

    [Fact]
    public void AnInitialRamDiskIsNamed()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);

        ZeroPage.Write(memory, default, CommandLineLength, new GuestRegion(0x18_0000, 0x1234));

        Assert.Equal([0x00, 0x00, 0x18, 0x00, 0x34, 0x12, 0x00, 0x00], Bytes(memory, Page + 0x218, 8));
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        using GuestMemory memory = GuestMemoryTests.Create(Page);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => ZeroPage.Write(memory, default, CommandLineLength, null));

        Assert.Equal("guest memory is too small for the zero page; raise mem_size_mib", failure.Message);
    }

    private static byte[] Bytes(GuestMemory memory, ulong address, int length)
    {
        Assert.True(memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        return span.ToArray();
    }

    private static byte[] Entry(ulong address, ulong length, uint type) =>
        [.. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(type)];
}
