namespace Kiln.Vmm.Control.Actions;

/// <summary>Lets processors and devices go on.</summary>
internal sealed record ResumeMicroVm : VmmAction;
