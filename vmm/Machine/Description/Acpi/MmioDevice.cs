using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>A virtio device behind a page of registers (virtio-mmio).</summary>
/// <param name="Address">Its page, below 4 GiB.</param>
/// <param name="Gsi">Its interrupt, from <see cref="GsiAllocator"/>.</param>
internal readonly record struct MmioDevice(ulong Address, uint Gsi)
{
    /// <summary>The length of its page.</summary>
    internal const uint Length = (uint)MmioTransport.Length;
}
