using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Ends the caller's hold: execve keeps the signal that a process asked for at the end of its parent.</summary>
internal sealed class LeaveParent : IJailStep
{
    /// <inheritdoc/>
    public string Description => "ask for no signal when the parent ends";

    /// <inheritdoc/>
    public void Apply(JailState state) => ProcessControl.ClearParentDeathSignal();
}
