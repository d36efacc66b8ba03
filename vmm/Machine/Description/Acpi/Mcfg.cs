namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// The table that says where PCI's configuration space is, whether there is PCI or not: the MCFG (PCI Firmware Specification 3.3, 4.1.2).
/// </summary>
internal static class Mcfg
{
    private const byte Revision = 1;
    private const ulong Reserved = 0;
    private const ushort Segment = 0;
    private const byte FirstBus = 0;
    private const byte LastBus = 0;

    /// <summary>Makes the table.</summary>
    internal static byte[] Table() => AcpiTable.Of(
        "MCFG"u8,
        Revision,
        // The letters are in this order.
        "FCMVMCFG"u8,
        [
            .. BitConverter.GetBytes(Reserved),
            .. BitConverter.GetBytes(BootLayout.ConfigurationSpaceStart), .. BitConverter.GetBytes(Segment), FirstBus, LastBus,
            .. BitConverter.GetBytes((uint)Reserved),
        ]);
}
