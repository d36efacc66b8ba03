using System.Threading;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>
/// Holds the state of the microVM and executes the actions of clients and of the configuration file, one at a time on the vmm thread.
/// </summary>
/// <param name="host">Carries out permitted actions.</param>
/// <param name="initial">The configuration before the first action.</param>
internal sealed class Controller(IMachineHost host, VmConfiguration initial)
{
    private MicroVmDescription _description = new(MachineState.NotStarted, initial);

    /// <summary>The microVM after the last action: an immutable snapshot that any thread may read.</summary>
    internal MicroVmDescription Description => Volatile.Read(ref _description);

    internal MachineState State => _description.State;

    /// <summary>Executes an action. Every failure becomes part of the result: no request ends the monitor.</summary>
    internal ActionResult Execute(VmmAction action)
    {
        try
        {
            return Perform(action);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string reason = Message.Of(failure);
            Log.Error(Module.Control, $"{action.GetType().Name} failed: {reason}");
            return ActionResult.Of(ActionResult.InternalCategory, reason);
        }
    }

    private ActionResult Perform(VmmAction action)
    {
        if (action.Phase.ReasonAgainst(State) is { } reason)
        {
            return new ActionResult(reason, reason);
        }
        ActionResult result = action.Apply(_description, host);
        if (result.Description is { } changed)
        {
            Volatile.Write(ref _description, changed);
        }
        return result;
    }
}
