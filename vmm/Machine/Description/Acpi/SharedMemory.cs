using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>Memory that a device updates, and the interrupt that announces an update.</summary>
/// <param name="Address">Guest-physical address, below 4 GiB.</param>
internal readonly record struct SharedMemory(GuestAddress Address, uint Gsi);
