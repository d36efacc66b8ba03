namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>A device with a contiguous range of I/O ports.</summary>
internal readonly record struct PortDevice(ushort FirstPort, byte PortCount, uint Gsi);
