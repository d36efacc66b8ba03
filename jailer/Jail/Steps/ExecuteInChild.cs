using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Mounts;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Makes the last calls in a child, which becomes the monitor, and writes its pid to the pid file; the jailer then ends when the monitor serves, or as the
/// monitor did.
/// </summary>
internal sealed class ExecuteInChild(JailSpec spec) : IJailStep
{
    // The descriptor on which the launch filter allows an 8-byte write, a report's length; seccomp-profiles/descriptors.yaml has the number too.
    private const int ReportNumber = 38;

    private readonly Execution _execution = new(spec);

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string session = spec.Daemonize ? ", detached from terminal and session" : "";
            string numbers = spec.NewPidNamespace ? ", the first of a pid namespace" : "";
            string end = spec.AwaitsReadiness ? "end with status 0 when it serves, else as it does" : "end with status 0";
            return $"write a child's number to {spec.PidFile}{session}{numbers}; in it {_execution}; {end}";
        }
    }

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        _execution.Prepare(state.LastCalls, spec.Started.ArgumentsInChild);
        using ChildLaunch launch = new(state.LastCalls, ReportNumber);
        if (state.Readiness is not null)
        {
            // Nobody else could tell how a detached child has ended.
            ProcessControl.AdoptOrphans();
        }
        NamespaceFlags namespaces = spec.NewPidNamespace ? NamespaceFlags.CLONE_NEWPID : NamespaceFlags.None;
        int child = spec.Daemonize ? launch.StartDetached(namespaces) : launch.Start(namespaces);
        // Before the child may continue: whoever sees the monitor running also finds its pid.
        PidFile.Write(state.PidFile, child);
        if (launch.Release() is { } failure)
        {
            throw _execution.Explain(failure, state.LastCalls);
        }
        state.Commit();
        if (state.Readiness is { } readiness)
        {
            state.Status = Await(readiness, child);
        }
    }

    // The lines of a daemonized monitor have reached nobody yet.
    private int Await(ReadinessPipe readiness, int child)
    {
        using (readiness)
        {
            ProcessEnd? end = readiness.Await(child, out ReadOnlySpan<byte> lines);
            if (spec.Daemonize)
            {
                Output.Write(Descriptor.StandardError, lines);
            }
            return end?.ShellStatus ?? ExitStatus.Success;
        }
    }
}
