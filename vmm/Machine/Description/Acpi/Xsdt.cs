using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The XSDT, the list of the other tables (ACPI 6.5, 5.2.8).</summary>
internal static class Xsdt
{
    private const byte Revision = 1;

    /// <param name="tables">Guest-physical addresses of the other tables.</param>
    internal static byte[] Of(params ReadOnlySpan<GuestAddress> tables)
    {
        List<byte> content = [];
        foreach (GuestAddress table in tables)
        {
            content.AddRange(BitConverter.GetBytes(table.Value));
        }
        return AcpiTable.Of("XSDT"u8, Revision, "FCMVXSDT"u8, [.. content]);
    }
}
