using System.Linq;
using Kiln.ProfileCommands.Threads;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>
/// Checks whether a thread can be what its name says, since a thread chooses its own name. There is one api thread and one runtime thread, and
/// the runtime created its own before the monitor created any.
/// </summary>
internal static class ThreadClaim
{
    /// <summary>Reasons to doubt the name.</summary>
    /// <param name="all">All threads of the process, including those that have ended.</param>
    internal static IEnumerable<Finding> DoubtsOf(ProcessThread thread, IEnumerable<ProcessThread> all)
    {
        if (thread.IsKernelWorker || thread.Program is not (FilterProfile.Api or FilterProfile.Runtime))
        {
            yield break;
        }
        ProcessThread[] others = [.. all.Where(other => other.Id != thread.Id && !other.IsFirst && !other.IsKernelWorker)];
        if (others.Any(other => other.Program == thread.Program))
        {
            yield return new Finding(FindingKind.UnknownThread, "several threads have this name, but the monitor has only one");
        }
        if (thread.Program == FilterProfile.Runtime && others.Any(other => other.Start < thread.Start))
        {
            yield return new Finding(FindingKind.UnknownThread, "other threads are older, but the runtime creates its own thread first");
        }
    }
}
