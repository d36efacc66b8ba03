using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Vmm.Machine.Description.Acpi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>Fixed part of the MADT (ACPI 6.5, 5.2.12); the interrupt controller structures follow.</summary>
[NotInHeader("the kernel does not export its acpi/actbl2.h; tests read the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct acpi_table_madt
{
    public acpi_table_header header;

    /// <summary>Guest-physical address at which each processor finds its local APIC.</summary>
    public uint address;

    /// <summary>1 when the machine also has a pair of 8259s.</summary>
    public uint flags;
}

/// <summary>I/O APIC structure of the MADT (5.2.12.3).</summary>
[NotInHeader("the kernel does not export its acpi/actbl2.h; tests read the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct acpi_madt_io_apic
{
    public byte type;

    public byte length;

    /// <summary>IOAPIC ID of the controller.</summary>
    public byte id;

    public byte reserved;

    /// <summary>Guest-physical address of its registers.</summary>
    public uint address;

    /// <summary>The global system interrupt of its first pin.</summary>
    public uint global_irq_base;
}

/// <summary>Processor local APIC structure of the MADT (5.2.12.2).</summary>
[NotInHeader("the kernel does not export its acpi/actbl2.h; tests read the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct acpi_madt_local_apic
{
    public byte type;

    public byte length;

    /// <summary>ACPI processor UID, its index.</summary>
    public byte processor_id;

    public byte id;

    /// <summary>1: the processor is enabled.</summary>
    public uint lapic_flags;
}
