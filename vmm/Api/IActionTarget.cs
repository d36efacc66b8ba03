using Kiln.Vmm.Control.Actions;

namespace Kiln.Vmm.Api;

/// <summary>Where the api thread's requests are executed.</summary>
internal interface IActionTarget
{
    /// <summary>Has an action executed, and waits until it is.</summary>
    /// <param name="action">The action.</param>
    ActionResult Ask(VmmAction action);
}
