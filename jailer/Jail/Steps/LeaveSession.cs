using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Gives a child that keeps its terminal a session of its own if the jailer leads one, which would end with the jailer. Prepared.</summary>
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
