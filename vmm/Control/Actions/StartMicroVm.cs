namespace Kiln.Vmm.Control.Actions;

/// <summary>Builds the machine and lets the guest run. After a failure it can be asked again.</summary>
internal sealed record StartMicroVm : VmmAction;
