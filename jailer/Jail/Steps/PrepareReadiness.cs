using Kiln.Jailer.Jail.Specification;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Opens the pipe by which a monitor in a child says that it serves.</summary>
internal sealed class PrepareReadiness : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"leave open descriptor {ReadinessPipe.Number}, at which the monitor says that it serves";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        state.Readiness = new ReadinessPipe();
        state.Readiness.PreparePlacing(state.LastCalls);
    }
}
