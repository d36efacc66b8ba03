namespace Kiln.Vmm.Control.Actions;

/// <summary>Says what the machine boots. The files are opened at once.</summary>
/// <param name="Source">What it boots.</param>
internal sealed record ConfigureBootSource(BootSource Source) : VmmAction;
