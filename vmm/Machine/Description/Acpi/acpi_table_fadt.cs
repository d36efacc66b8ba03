using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The FADT (ACPI 6.5, 5.2.9): its nonzero fields.</summary>
[NotInHeader("the kernel does not export its acpi/actbl.h; tests read the tables by the specification")]
[StructLayout(LayoutKind.Explicit, Size = 276)]
internal struct acpi_table_fadt
{
    [FieldOffset(0)]
    public acpi_table_header header;

    /// <summary>IAPC_BOOT_ARCH flags: legacy PC hardware.</summary>
    [FieldOffset(109)]
    public ushort boot_flags;

    /// <summary>Fixed feature flags.</summary>
    [FieldOffset(112)]
    public uint flags;

    /// <summary>Minor ACPI version; the header's revision holds the major one.</summary>
    [FieldOffset(131)]
    public byte minor_revision;

    /// <summary>Guest-physical address of the DSDT.</summary>
    [FieldOffset(140)]
    public ulong Xdsdt;

    /// <summary>Vendor of the hypervisor, eight characters.</summary>
    [FieldOffset(268)]
    public ulong hypervisor_id;
}
