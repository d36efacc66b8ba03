using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Threads;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>The findings on all threads of a process.</summary>
/// <param name="Jail">The jail's root directory; null when the process was given by pid.</param>
internal sealed record ProcessAttestation(int Process, string? Jail, IReadOnlyList<ThreadAttestation> Threads)
{
    /// <summary>Why its threads could not be examined; null when they were.</summary>
    internal string? Failure { get; init; }

    /// <summary>The worst verdict of any thread.</summary>
    internal Verdict Verdict => Failure is not null ? Verdict.Unverified : Threads.Select(thread => thread.Verdict).DefaultIfEmpty(Verdict.Wrong).Max();

    /// <summary>Examines a process thread by thread, until no unexamined thread is left.</summary>
    /// <param name="jail">The jail's root directory, or null when unknown.</param>
    /// <exception cref="JailerFailure">The process does not exist.</exception>
    internal static ProcessAttestation Of(int process, string? jail, Expectations expectations)
    {
        Dictionary<int, ThreadAttestation?> seen = [];
        ProcessThread[] unseen;
        while ((unseen = [.. ProcessThread.Of(process).Where(thread => !seen.ContainsKey(thread.Id))]).Length > 0)
        {
            bool hasProcessors = unseen.Concat(seen.Values.OfType<ThreadAttestation>().Select(attested => attested.Thread)).Any(thread => thread.IsProcessor);
            foreach (ProcessThread thread in unseen)
            {
                seen.Add(thread.Id, ThreadAttestation.Of(thread, ExpectedOf(thread, hasProcessors, expectations.IsJailed), expectations));
            }
        }
        ThreadAttestation[] attested = [.. seen.Values.OfType<ThreadAttestation>().OrderBy(thread => thread.Thread.Id)];
        return new ProcessAttestation(process, jail, [.. attested.Select(thread => thread.WithDoubts(ThreadClaim.DoubtsOf(thread.Thread, attested.Select(other => other.Thread))))]);
    }

    // Until its guest is started, the vmm thread still carries setup only.
    private static FilterProfile[] ExpectedOf(ProcessThread thread, bool hasProcessors, bool isJailed)
    {
        FilterProfile program = thread.Program is { } own && (own != FilterProfile.Vmm || hasProcessors) ? own : FilterProfile.Setup;
        return [.. FilterProfiles.StackOf(program).Where(below => isJailed || below != FilterProfile.Launch)];
    }
}
