using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Clears the parent-death signal, which execve would preserve.</summary>
internal sealed class LeaveParent : IJailStep
{
    /// <inheritdoc/>
    public string Description => "ask for no signal when the parent ends";

    /// <inheritdoc/>
    public void Apply(JailState state) => ProcessControl.ClearParentDeathSignal();
}
