using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>
/// Writes the ACPI tables that describe processors, interrupts and devices: contiguously into system memory in Firecracker's order, and the RSDP at
/// <see cref="BootLayout.Rsdp"/>.
/// </summary>
internal static class AcpiTables
{
    /// <param name="place">The memory reserved for tables; the MP table has already been taken from it.</param>
    /// <param name="processors">Number of processors, 1 to 32.</param>
    /// <param name="devices">The collected descriptions of the devices.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(GuestMemory memory, SystemMemory place, int processors, GuestDescription devices)
    {
        GuestAddress dsdt = Add(memory, place, Dsdt.Of(devices));
        GuestAddress fadt = Add(memory, place, Fadt.Of(dsdt));
        GuestAddress madt = Add(memory, place, Madt.Of(processors));
        GuestAddress mcfg = Add(memory, place, Mcfg.Table());
        GuestAddress xsdt = Add(memory, place, Xsdt.Of(fadt, madt, mcfg));
        Write(memory, new GuestAddress(BootLayout.Rsdp), Rsdp.Of(xsdt));
    }

    private static GuestAddress Add(GuestMemory memory, SystemMemory place, byte[] table)
    {
        GuestAddress address = place.TakeFirst(table.Length);
        Write(memory, address, table);
        return address;
    }

    private static void Write(GuestMemory memory, GuestAddress address, byte[] table)
    {
        if (!memory.TryWrite(address, table))
        {
            throw new VmmFailure("guest memory is too small for the tables of ACPI; give it 1 MiB or more");
        }
    }
}
