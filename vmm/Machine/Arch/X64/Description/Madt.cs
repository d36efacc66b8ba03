using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Description.Acpi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>
/// The MADT, which lists interrupt controllers and thereby processors (ACPI 6.5, 5.2.12). It does not announce the 8259 pair, though KVM emulates
/// one.
/// </summary>
internal static unsafe class Madt
{
    private const byte Revision = 6;
    private const byte LocalApicKind = 0;
    private const byte IoapicKind = 1;
    private const uint Enabled = 1;

    /// <param name="processors">Number of processors, 1 to 32; processor numbers and APIC IDs start at 0.</param>
    internal static byte[] Of(int processors)
    {
        acpi_madt_io_apic ioapic = new() { type = IoapicKind, length = (byte)sizeof(acpi_madt_io_apic), address = BootLayout.Ioapic };
        List<byte> controllers = [.. StructBytes.Of(ioapic)];
        for (byte index = 0; index < processors; index++)
        {
            acpi_madt_local_apic processor = new()
            {
                type = LocalApicKind,
                length = (byte)sizeof(acpi_madt_local_apic),
                processor_id = index,
                id = index,
                lapic_flags = Enabled,
            };
            controllers.AddRange(StructBytes.Of(processor));
        }
        return AcpiTable.Of("APIC"u8, Revision, "FCVMMADT"u8, new acpi_table_madt { address = BootLayout.LocalApic }, [.. controllers]);
    }
}
