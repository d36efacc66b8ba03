using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Calls;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes the last calls and executes the monitor in this process.</summary>
internal sealed class Execute(JailSpec spec) : IJailStep
{
    private readonly Execution _execution = new(spec);

    /// <inheritdoc/>
    public string Description => $"write this process's number to {spec.PidFile}, {_execution}";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        PidFile.Write(state.PidFile, Environment.ProcessId);
        _execution.Prepare(state.LastCalls, spec.Started.ArgumentsHere);
        CallFailure failure = state.LastCalls.Run()
            ?? throw new InvalidOperationException("a sequence that ends with execve returned without a failure");
        if (_execution.IsFiltered(failure, state.LastCalls))
        {
            // Under the filter the process may not even try to undo anything.
            state.Commit();
        }
        throw _execution.Explain(failure, state.LastCalls);
    }
}
