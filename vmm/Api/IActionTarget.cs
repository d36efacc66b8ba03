using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>Executes actions on the vmm thread, for which the api thread never waits. Called on the api thread.</summary>
internal interface IActionTarget
{
    /// <summary>The machine's state after the last action, or a refusal once it has stopped.</summary>
    ActionResult Describe();

    /// <summary>Queues an action behind those queued before.</summary>
    /// <param name="waiter">Receives the result, possibly before this returns.</param>
    void Ask(VmmAction action, IActionWaiter waiter);
}
