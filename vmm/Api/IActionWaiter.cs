using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>Who wants to know what became of an action.</summary>
internal interface IActionWaiter
{
    /// <summary>The action was done, or refused. Once, on the api thread.</summary>
    /// <param name="result">What became of it.</param>
    void OnDone(in ActionResult result);
}
