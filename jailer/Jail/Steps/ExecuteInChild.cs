using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Mounts;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes the last calls in a child, which becomes the monitor, and says in the pid file which one; the jailer ends.</summary>
/// <param name="spec">The jail.</param>
internal sealed class ExecuteInChild(JailSpec spec) : IJailStep
{
    private readonly Execution _execution = new(spec);

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string session = spec.Daemonize ? ", detached from terminal and session" : "";
            string numbers = spec.NewPidNamespace ? ", the first of a pid namespace" : "";
            return $"write a child's number to {spec.PidFile}{session}{numbers}; in it {_execution}; end with status 0";
        }
    }

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        _execution.Prepare(state.LastCalls, spec.Started.ArgumentsInChild);
        using ChildLaunch launch = new(state.LastCalls);
        NamespaceFlags namespaces = spec.NewPidNamespace ? NamespaceFlags.CLONE_NEWPID : NamespaceFlags.None;
        int child = spec.Daemonize ? launch.StartDetached(namespaces) : launch.Start(namespaces);
        // Before the child may do anything: whoever finds the monitor running finds its number too.
        PidFile.Write(state.PidFile, child);
        if (launch.Release() is { } failure)
        {
            throw _execution.Explain(failure, state.LastCalls);
        }
        state.Commit();
    }
}
