using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>Fixed part of the MCFG (PCI Firmware Specification 3.3, 4.1.2); the ranges follow.</summary>
[NotInHeader("the kernel does not export its acpi/actbl2.h; tests read the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct acpi_table_mcfg
{
    public acpi_table_header header;

    /// <summary>Reserved, must be zero.</summary>
    public ulong reserved;
}

/// <summary>A range of PCI configuration space.</summary>
[NotInHeader("the kernel does not export its acpi/actbl2.h; tests read the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct acpi_mcfg_allocation
{
    /// <summary>Guest-physical address of the range, counted from bus 0.</summary>
    public ulong address;

    /// <summary>PCI segment group of the range.</summary>
    public ushort pci_segment;

    public byte start_bus_number;

    public byte end_bus_number;

    /// <summary>Reserved, must be zero.</summary>
    public uint reserved;
}
