using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>
/// Whether a thread can be what its name says: a name is only what somebody wrote. There is one api thread and one runtime thread, and the runtime
/// made its own before the monitor made any.
/// </summary>
internal static class ThreadClaim
{
    /// <summary>What speaks against it.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="all">All threads of its process, those that have ended included.</param>
    internal static IEnumerable<Finding> DoubtsOf(ProcessThread thread, IEnumerable<ProcessThread> all)
    {
        if (thread.IsKernelWorker || thread.Program is not (FilterProfile.Api or FilterProfile.Runtime))
        {
            yield break;
        }
        ProcessThread[] others = [.. all.Where(other => other.Id != thread.Id && !other.IsFirst && !other.IsKernelWorker)];
        if (others.Any(other => other.Program == thread.Program))
        {
            yield return new Finding(FindingKind.UnknownThread, "more than one thread has this name, and the monitor has one");
        }
        if (thread.Program == FilterProfile.Runtime && others.Any(other => other.Start < thread.Start))
        {
            yield return new Finding(FindingKind.UnknownThread, "other threads are older, and the runtime's own is made before them");
        }
    }
}
