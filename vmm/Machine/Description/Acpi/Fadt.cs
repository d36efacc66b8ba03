using System.Buffers.Binary;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// The table that says what hardware a kernel need not look for: the FADT (ACPI 6.5, 5.2.9). This machine has none of ACPI's own, no power or sleep
/// button and no VGA; the field that would promise a keyboard controller promises none, so that only its device tells of it.
/// </summary>
internal static class Fadt
{
    // Of the whole table, and of fields from its start.
    private const int Length = 276;
    private const int BootArchitectureOffset = 109;
    private const int FlagsOffset = 112;
    private const int MinorVersionOffset = 131;
    private const int DescriptionOffset = 140;
    private const int HypervisorOffset = 268;

    private const byte Revision = 6;
    private const byte MinorVersion = 5;
    private const ushort NoVga = 1 << 2;
    private const uint NoPowerButton = 1 << 4;
    private const uint NoSleepButton = 1 << 5;
    private const uint NoHardwareOfItsOwn = 1 << 20;

    /// <summary>Makes the table.</summary>
    /// <param name="description">Where the table of devices is.</param>
    internal static byte[] Of(GuestAddress description)
    {
        Span<byte> table = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt16LittleEndian(table[BootArchitectureOffset..], NoVga);
        BinaryPrimitives.WriteUInt32LittleEndian(table[FlagsOffset..], NoHardwareOfItsOwn | NoPowerButton | NoSleepButton);
        table[MinorVersionOffset] = MinorVersion;
        BinaryPrimitives.WriteUInt64LittleEndian(table[DescriptionOffset..], description.Value);
        "FIRECKVM"u8.CopyTo(table[HypervisorOffset..]);
        return AcpiTable.Of("FACP"u8, Revision, "FCVMFADT"u8, table[AcpiTable.HeaderLength..]);
    }
}
