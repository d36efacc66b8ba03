using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>A virtio-mmio device.</summary>
/// <param name="Address">Guest-physical address of its page of registers, below 4 GiB.</param>
/// <param name="Gsi">Its interrupt, from <see cref="GsiAllocator"/>.</param>
internal readonly record struct MmioDevice(ulong Address, uint Gsi)
{
    /// <summary>Bytes of its page of registers.</summary>
    internal const uint Length = (uint)MmioTransport.Length;
}
