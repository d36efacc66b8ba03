namespace Kiln.Vmm.Control.Actions;

/// <summary>Stops the processors and the devices where they are.</summary>
internal sealed record PauseMicroVm : VmmAction;
