using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The MCFG, which gives the address of PCI configuration space, present or not (PCI Firmware Specification 3.3, 4.1.2).</summary>
internal static class Mcfg
{
    private const byte Revision = 1;

    /// <summary>Builds the table: one bus of segment 0.</summary>
    internal static byte[] Table()
    {
        acpi_mcfg_allocation allocation = new() { address = BootLayout.ConfigurationSpaceStart };
        // The letters of the OEM table ID are in this order.
        return AcpiTable.Of("MCFG"u8, Revision, "FCMVMCFG"u8, default(acpi_table_mcfg), StructBytes.Of(allocation));
    }
}
