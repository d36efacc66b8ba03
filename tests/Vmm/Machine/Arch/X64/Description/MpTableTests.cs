using System.Buffers.Binary;
using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Description;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Description;

/// <summary>A kernel finds every processor and interrupt line in the table, read here by the specification and not by the writer.</summary>
public sealed class MpTableTests
{
    private const ulong Pointer = 0x9_FC00;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    public void TheTableListsProcessorsBusControllerAndLines(int processors)
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);

        MpTable.Write(memory, new SystemMemory(), processors);

        byte[] pointer = Read(memory, Pointer, 16);
        Assert.Equal("_MP_"u8, pointer.AsSpan(0, 4));
        Assert.Equal((1, 4), (pointer[8], pointer[9]));
        Assert.Equal(0, pointer.Sum(value => value) & 0xFF);
        ulong at = BinaryPrimitives.ReadUInt32LittleEndian(pointer.AsSpan(4));
        Assert.Equal(Pointer + 16, at);
        byte[] header = Read(memory, at, 44);
        Assert.Equal("PCMP"u8, header.AsSpan(0, 4));
        Assert.Equal("FC      000000000000"u8, header.AsSpan(8, 20));
        Assert.Equal(0xFEE0_0000, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(36)));
        byte[] table = Read(memory, at, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4)));
        Assert.Equal(0, table.Sum(value => value) & 0xFF);

        List<byte[]> entries = [];
        for (int offset = 44; offset < table.Length; offset += entries[^1].Length)
        {
            entries.Add(table[offset..(offset + (table[offset] == 0 ? 20 : 8))]);
        }
        Assert.Equal(BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(34)), entries.Count);
        byte[][] cpus = [.. entries.Where(entry => entry[0] == 0)];
        Assert.Equal(Enumerable.Range(0, processors).Select(index => (byte)index), cpus.Select(cpu => cpu[1]));
        Assert.Equal(3, cpus[0][3]);
        Assert.All(cpus[1..], cpu => Assert.Equal(1, cpu[3]));
        Assert.All(cpus, cpu => Assert.Equal((0x14, 0x600u, 0x201u), (cpu[2], Word(cpu, 4), Word(cpu, 8))));
        Assert.Equal([1, 0, .. "ISA   "u8], Assert.Single(entries, entry => entry[0] == 1));
        byte[] controller = Assert.Single(entries, entry => entry[0] == 2);
        Assert.Equal((processors + 1, 0x14, 1, 0xFEC0_0000u), (controller[1], controller[2], controller[3], Word(controller, 4)));
        Assert.Equal(
            Enumerable.Range(0, 24).Select(line => new byte[] { 3, 0, 0, 0, 0, (byte)line, (byte)(processors + 1), (byte)line }),
            entries.Where(entry => entry[0] == 3));
        Assert.Equal([[4, 3, 0, 0, 0, 0, 0, 0], [4, 1, 0, 0, 0, 0, 0xFF, 1]], entries.Where(entry => entry[0] == 4));
    }

    [Fact]
    public void TheLargestTableEndsBeforeTheReservedRangeDoes()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);
        MpTable.Write(memory, new SystemMemory(), 32);

        Assert.All(Read(memory, 0xE_0000 - 4096, 4096), value => Assert.Equal(0, value));
        Assert.All(Read(memory, Pointer - 4096, 4096), value => Assert.Equal(0, value));
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        using GuestMemory memory = GuestMemoryTests.Create(0x9_F000);

        Assert.Throws<VmmFailure>(() => MpTable.Write(memory, new SystemMemory(), 1));
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private static byte[] Read(GuestMemory memory, ulong address, int length)
    {
        Assert.True(memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        return span.ToArray();
    }
}
