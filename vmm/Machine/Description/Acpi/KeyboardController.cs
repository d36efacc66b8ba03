namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>A keyboard controller; its two ports are not adjacent.</summary>
internal readonly record struct KeyboardController(ushort DataPort, ushort CommandPort, uint Gsi);
