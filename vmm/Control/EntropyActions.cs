using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Adds an entropy device, or replaces the present one.</summary>
/// <param name="Configuration">The rate at which the guest may read from it.</param>
internal sealed record SetEntropyDevice(EntropyConfiguration Configuration) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of("", null, machine, machine.Configuration with { Entropy = Configuration });
}
