namespace Kiln.Vmm.Control.Actions;

/// <summary>Asks for the machine's state and configuration.</summary>
internal sealed record DescribeMicroVm : VmmAction;
