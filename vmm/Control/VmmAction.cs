using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>
/// A request of a client or of the configuration file to the microVM; one record for each kind of request. It knows when it is permitted and what to
/// do; the <see cref="Controller"/> executes it.
/// </summary>
internal abstract record VmmAction
{
    /// <summary>When the action is permitted.</summary>
    internal abstract ActionPhase Phase { get; }

    /// <summary>Performs the action completely or not at all. On the vmm thread, and only when the action is permitted.</summary>
    /// <param name="machine">The machine's present state.</param>
    /// <param name="host">Carries out effects beyond a change of that state.</param>
    /// <returns>The refusal, or the machine's new state if it changes.</returns>
    internal abstract ActionResult Apply(MicroVmDescription machine, IMachineHost host);
}
