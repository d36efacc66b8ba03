using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>Who does what clients ask for: the vmm thread, behind the exchange between the two threads.</summary>
internal interface IActionTarget
{
    /// <summary>Has an action done, and waits until it is, or is refused.</summary>
    /// <param name="action">The action.</param>
    ActionResult Ask(VmmAction action);
}
