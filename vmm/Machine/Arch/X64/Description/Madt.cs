using Kiln.Vmm.Machine.Description.Acpi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>The table of interrupt controllers, and with them of processors: the MADT (ACPI 6.5, 5.2.12).</summary>
internal static class Madt
{
    private const byte Revision = 6;

    // No old pair of controllers, though KVM has one.
    private const uint Flags = 0;

    private const byte LocalApicKind = 0;
    private const byte LocalApicLength = 8;
    private const uint Enabled = 1;
    private const byte IoapicKind = 1;
    private const byte IoapicLength = 12;
    private const uint FirstInterrupt = 0;

    /// <summary>Makes the table.</summary>
    /// <param name="processors">How many processors, 1 to 32; their numbers and APIC ids count from zero.</param>
    internal static byte[] Of(int processors)
    {
        const byte Id = 0;
        const byte Reserved = 0;
        List<byte> content =
        [
            .. BitConverter.GetBytes(BootLayout.LocalApic), .. BitConverter.GetBytes(Flags),
            IoapicKind, IoapicLength, Id, Reserved,
            .. BitConverter.GetBytes(BootLayout.Ioapic), .. BitConverter.GetBytes(FirstInterrupt),
        ];
        for (int index = 0; index < processors; index++)
        {
            content.AddRange([LocalApicKind, LocalApicLength, (byte)index, (byte)index, .. BitConverter.GetBytes(Enabled)]);
        }
        return AcpiTable.Of("APIC"u8, Revision, "FCVMMADT"u8, [.. content]);
    }
}
