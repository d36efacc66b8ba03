using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Description;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Machine.Description.Acpi;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Description;

/// <summary>A kernel finds sound tables where the contract has them, read here by the specification and not by the writer.</summary>
public sealed class AcpiTablesTests
{
    private const ulong SystemMemoryStart = 0x9_FC00;
    private const ulong GenerationIdPlace = 0xD_FFF0;
    private const ulong ClockPlace = 0xD_E000;

    public static TheoryData<int, int> Machines => new(
        from processors in (int[])[1, 2, 32]
        from devices in (int[])[0, 1, 17]
        select (processors, devices));

    [Theory]
    [MemberData(nameof(Machines))]
    public void TheTablesAreSoundAndInOrder(int processors, int devices)
    {
        using AcpiMachine machine = new(processors, devices);
        byte[] pointer = FirmwareTable.RootPointer(machine);
        FirmwareTable[] tables = FirmwareTable.All(machine);

        Assert.Equal([.. "RSD PTR "u8], pointer[..8]);
        Assert.Equal((0, 0), (FirmwareTable.Sum(pointer[..20]), FirmwareTable.Sum(pointer)));
        Assert.Equal([.. "FIRECK"u8, 2, 0, 0, 0, 0, 36, 0, 0, 0], pointer[9..24]);
        Assert.Equal(new byte[3], pointer[33..]);
        Assert.Equal(
            ["DSDT 2 FCVMDSDT", "FACP 6 FCVMFADT", "APIC 6 FCVMMADT", "MCFG 1 FCMVMCFG", "XSDT 1 FCMVXSDT"],
            tables.Select(table => $"{table.Signature} {table.Revision} {table.Name}"));
        Assert.All(tables, table => Assert.True(table.IsSound));
        Assert.All(tables, table => Assert.Equal(
            ("FIRECK", 0u, "FCAT", 0x2024_0119u), (table.Text(10, 6), table.Word(24), table.Text(28, 4), table.Word(32))));
        // One after the other, the first after the MADT.
        Assert.Equal(SystemMemoryStart + 16 + 44 + (20 * (ulong)processors) + (8 * 28), tables[0].Address);
        Assert.All(tables.Zip(tables.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Address));
        FirmwareTable root = tables[^1];
        Assert.Equal([tables[1].Address, tables[2].Address, tables[3].Address], new[] { root.Long(36), root.Long(44), root.Long(52) });
        Assert.Equal(60, root.Bytes.Length);
    }

    [Fact]
    public void ADamagedTableIsNotSound()
    {
        using AcpiMachine machine = new(1, 1);

        Assert.All(FirmwareTable.All(machine), table => Assert.All(
            Enumerable.Range(0, table.Bytes.Length), offset => Assert.False(table.Damaged(offset).IsSound)));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void WhatKernelsReadLaterLiesWhereTheMapSaysReserved(int processors, int devices)
    {
        using AcpiMachine machine = new(processors, devices);
        boot_e820_entry reserved = Assert.Single(
            MemoryMap.Of(machine.Memory.Regions).ToArray(), entry => entry.type == 2 && entry.addr < AcpiMachine.Smallest);
        (ulong Start, ulong End)[] places =
        [
            .. FirmwareTable.All(machine).Select(table => (table.Address, table.End)),
            (machine.Clock.Address.Value, machine.Clock.Address.Value + 0x1000),
            (machine.GenerationId.Address.Value, machine.GenerationId.Address.Value + 16),
        ];

        Assert.All(places, place => Assert.InRange(place.Start, reserved.addr, place.End));
        Assert.All(places, place => Assert.InRange(place.End, place.Start, reserved.addr + reserved.size));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        Assert.Equal((ClockPlace, GenerationIdPlace), (machine.Clock.Address.Value, machine.GenerationId.Address.Value));
    }

    [Fact]
    public void NothingElseIsWritten()
    {
        using AcpiMachine machine = new(32, 17);
        ulong end = FirmwareTable.All(machine)[^1].End;

        Assert.All(machine.Read(0, (int)SystemMemoryStart), value => Assert.Equal(0, value));
        Assert.All(machine.Read(end, (int)(ClockPlace - end)), value => Assert.Equal(0, value));
        Assert.All(machine.Read(ClockPlace + 0x1000, 0xFF0), value => Assert.Equal(0, value));
        Assert.All(machine.Read(0xE_0000 + 36, 0x2_0000 - 36), value => Assert.Equal(0, value));
    }

    [Fact]
    public void TheFixedTableSaysWhatIsNotThere()
    {
        using AcpiMachine machine = new(1, 0);
        FirmwareTable[] tables = FirmwareTable.All(machine);
        byte[] expected = new byte[276];
        tables[1].Bytes[..36].CopyTo(expected, 0);
        expected[109] = 1 << 2;
        expected[112] = (1 << 4) | (1 << 5);
        expected[114] = 1 << 4;
        expected[131] = 5;
        BitConverter.GetBytes(tables[0].Address).CopyTo(expected, 140);
        "FIRECKVM"u8.CopyTo(expected.AsSpan(268));

        Assert.Equal(expected, tables[1].Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    public void EveryProcessorIsListedBehindTheInputOutputController(int processors)
    {
        using AcpiMachine machine = new(processors, 0);
        byte[] content = FirmwareTable.All(machine)[2].Content;

        Assert.Equal([0, 0, 0xE0, 0xFE, 0, 0, 0, 0], content[..8]);
        Assert.Equal([1, 12, 0, 0, 0, 0, 0xC0, 0xFE, 0, 0, 0, 0], content[8..20]);
        Assert.Equal(
            Enumerable.Range(0, processors).Select(index => new byte[] { 0, 8, (byte)index, (byte)index, 1, 0, 0, 0 }),
            content[20..].Chunk(8));
    }

    [Fact]
    public void TheWindowOfConfigurationSpaceIsOneBus()
    {
        using AcpiMachine machine = new(1, 0);

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0xEE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], FirmwareTable.All(machine)[3].Content);
    }

    [Fact]
    public void ADeviceBeyondTheAddressesOfItsDescriptorIsRefused()
    {
        using AcpiMachine machine = new(1, 0);

        machine.Described.AddVirtioMmio(0x1_0000_0000, 5);

        Assert.Throws<OverflowException>(() => Dsdt.Of(machine.Described));
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        using AcpiMachine machine = new(1, 0);
        using GuestMemory small = Tests.Memory.GuestMemoryTests.Create(0xE_0000);

        VmmFailure failure = Assert.Throws<VmmFailure>(
            () => AcpiTables.Write(small, new SystemMemory(), 1, machine.Described));

        Assert.Equal("guest memory is too small for the tables of ACPI; give it 1 MiB or more", failure.Message);
    }
}
