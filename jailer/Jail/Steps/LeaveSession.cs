using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares a session of its own for a child that keeps its terminal: the exit of a session leader would hang up the child.</summary>
internal sealed class LeaveSession : IJailStep
{
    /// <inheritdoc/>
    public string Description => "lead a session of its own where the jailer leads one";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        if (ProcessSession.IsLed)
        {
            ProcessSession.PrepareLeading(state.LastCalls);
        }
    }
}
