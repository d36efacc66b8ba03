using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>Who does what clients ask for: the vmm thread, which the api thread never waits for. For the api thread.</summary>
internal interface IActionTarget
{
    /// <summary>What the machine is, as the last action left it; a refusal once it has stopped.</summary>
    ActionResult Describe();

    /// <summary>Has an action done when those that were asked before it are.</summary>
    /// <param name="action">The action.</param>
    /// <param name="waiter">Told what became of it, perhaps before this returns.</param>
    void Ask(VmmAction action, IActionWaiter waiter);
}
