using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>What was found on all threads of a process.</summary>
/// <param name="Process">The process.</param>
/// <param name="Jail">The root directory of its jail; null when it was named by its number.</param>
/// <param name="Threads">The threads.</param>
internal sealed record ProcessAttestation(int Process, string? Jail, IReadOnlyList<ThreadAttestation> Threads)
{
    /// <summary>The worst of its threads' verdicts.</summary>
    internal Verdict Verdict => Threads.Select(thread => thread.Verdict).DefaultIfEmpty(Verdict.Wrong).Max();

    /// <summary>Looks at a process, one thread after the other, until there is none that was not looked at.</summary>
    /// <param name="process">The process.</param>
    /// <param name="jail">The root directory of its jail, if that is known.</param>
    /// <param name="known">The programs.</param>
    /// <param name="isJailed">Whether the jailer started it, and put launch on it.</param>
    /// <exception cref="JailerFailure">There is no such process.</exception>
    internal static ProcessAttestation Of(int process, string? jail, KnownPrograms known, bool isJailed)
    {
        Dictionary<int, ThreadAttestation?> seen = [];
        ProcessThread[] unseen;
        while ((unseen = [.. ProcessThread.Of(process).Where(thread => !seen.ContainsKey(thread.Id))]).Length > 0)
        {
            bool hasProcessors = unseen.Concat(seen.Values.OfType<ThreadAttestation>().Select(attested => attested.Thread)).Any(thread => thread.IsProcessor);
            foreach (ProcessThread thread in unseen)
            {
                seen.Add(thread.Id, ThreadAttestation.Of(thread, ExpectedOf(thread, hasProcessors, isJailed), known));
            }
        }
        ThreadAttestation[] attested = [.. seen.Values.OfType<ThreadAttestation>().OrderBy(thread => thread.Thread.Id)];
        return new ProcessAttestation(process, jail, [.. attested.Select(thread => thread.WithDoubts(ThreadClaim.DoubtsOf(thread.Thread, attested.Select(other => other.Thread))))]);
    }

    // Before its guest is started, the vmm thread still builds.
    private static FilterProfile[] ExpectedOf(ProcessThread thread, bool hasProcessors, bool isJailed)
    {
        FilterProfile program = thread.Program is { } own && (own != FilterProfile.Vmm || hasProcessors) ? own : FilterProfile.Setup;
        return [.. FilterProfiles.StackOf(program).Where(below => isJailed || below != FilterProfile.Launch)];
    }
}
