using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The RSDP, by which a kernel finds the ACPI tables (ACPI 6.5, 5.2.5.3).</summary>
internal static unsafe class Rsdp
{
    private const byte Revision = 2;

    /// <param name="table">Guest-physical address of the XSDT.</param>
    internal static byte[] Of(GuestAddress table)
    {
        acpi_table_rsdp pointer = new()
        {
            revision = Revision,
            length = (uint)sizeof(acpi_table_rsdp),
            xsdt_physical_address = table.Value,
        };
        "RSD PTR "u8.CopyTo(new Span<byte>(pointer.signature, 8));
        AcpiTable.OemId.CopyTo(new Span<byte>(pointer.oem_id, 6));
        pointer.checksum = TableChecksum.Of(StructBytes.Of(pointer)[..acpi_table_rsdp.OldLength]);
        pointer.extended_checksum = TableChecksum.Of(StructBytes.Of(pointer));
        return StructBytes.Of(pointer).ToArray();
    }
}
