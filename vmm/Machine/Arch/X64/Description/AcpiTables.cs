using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>
/// Writes the tables by which a kernel finds processors, interrupt lines and devices: one behind the other into system memory, in the order in
/// which Firecracker writes them, and the pointer to them at <see cref="BootLayout.Rsdp"/>.
/// </summary>
internal static class AcpiTables
{
    /// <summary>Writes the tables.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="place">What is reserved for tables; the table of processors is taken already.</param>
    /// <param name="processors">How many processors, 1 to 32.</param>
    /// <param name="devices">The virtio devices in the order in which they are attached.</param>
    /// <param name="generationId">The generation id.</param>
    /// <param name="clock">The page about the clock.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(
        GuestMemory memory, SystemMemory place, int processors, IReadOnlyList<MmioDevice> devices, VmGenerationId generationId, VmClock clock)
    {
        GuestAddress dsdt = Add(memory, place, Dsdt.Of(devices, generationId, clock));
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
