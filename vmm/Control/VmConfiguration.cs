namespace Kiln.Vmm.Control;

/// <summary>All that is known of a machine before it starts.</summary>
/// <param name="BootSource">What it boots.</param>
/// <param name="Machine">Its size.</param>
internal sealed record VmConfiguration(BootSource BootSource, MachineConfiguration Machine);
