using System.Runtime.InteropServices;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// The FADT (ACPI 6.5, 5.2.9): a hardware-reduced ACPI platform without power button, sleep button or VGA. The legacy flag that would announce the
/// keyboard controller stays clear; the DSDT alone describes it.
/// </summary>
internal static class Fadt
{
    private const byte Revision = 6;
    private const byte MinorVersion = 5;
    private const ushort NoVga = 1 << 2;
    private const uint NoPowerButton = 1 << 4;
    private const uint NoSleepButton = 1 << 5;
    private const uint NoHardwareOfItsOwn = 1 << 20;

    /// <param name="description">Guest-physical address of the DSDT.</param>
    internal static byte[] Of(GuestAddress description)
    {
        acpi_table_fadt table = new()
        {
            boot_flags = NoVga,
            flags = NoHardwareOfItsOwn | NoPowerButton | NoSleepButton,
            minor_revision = MinorVersion,
            Xdsdt = description.Value,
            hypervisor_id = MemoryMarshal.Read<ulong>("FIRECKVM"u8),
        };
        return AcpiTable.Of("FACP"u8, Revision, "FCVMFADT"u8, table);
    }
}
