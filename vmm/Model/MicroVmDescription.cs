namespace Kiln.Vmm.Model;

/// <summary>A microVM at a moment.</summary>
/// <param name="State">Whether the guest runs.</param>
/// <param name="Configuration">What it is made of, or will be.</param>
internal sealed record MicroVmDescription(MachineState State, VmConfiguration Configuration);
