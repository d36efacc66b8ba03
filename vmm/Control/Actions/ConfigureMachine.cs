namespace Kiln.Vmm.Control.Actions;

/// <summary>Changes the machine's size and processors: what is not named stays.</summary>
/// <param name="Update">What is named.</param>
internal sealed record ConfigureMachine(MachineConfigurationUpdate Update) : VmmAction;
