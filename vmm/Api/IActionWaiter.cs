using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>Waits for the result of an action.</summary>
internal interface IActionWaiter
{
    /// <summary>Called once, on the api thread, when the action was executed or refused.</summary>
    void OnDone(in ActionResult result);
}
