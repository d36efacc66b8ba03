using System.Linq;
using Kiln.Linux.Abi;
using Kiln.ProfileCommands.Threads;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>The findings on one thread.</summary>
/// <param name="Expected">The expected programs, oldest first.</param>
/// <param name="Filters">The filters present; empty when they could not be read.</param>
/// <param name="Note">Why filters were only counted; null when they were read.</param>
internal sealed record ThreadAttestation(
    ProcessThread Thread, IReadOnlyList<FilterProfile> Expected, IReadOnlyList<CarriedFilter> Filters, IReadOnlyList<Finding> Findings, string? Note)
{
    /// <summary>The verdict. A kernel worker makes no system calls for the process: there is nothing to filter.</summary>
    internal Verdict Verdict => Findings.Any(finding => finding.Kind != FindingKind.Stricter) ? Verdict.Wrong : Note is null || Thread.IsKernelWorker ? Verdict.Ok : Verdict.Unverified;

    /// <summary>Adds doubts about the thread's identity, as judged from its siblings.</summary>
    internal ThreadAttestation WithDoubts(IEnumerable<Finding> doubts) => this with { Findings = [.. doubts, .. Findings] };

    /// <param name="expected">The expected programs, oldest first.</param>
    /// <returns>Null when the thread has ended.</returns>
    internal static ThreadAttestation? Of(ProcessThread thread, IReadOnlyList<FilterProfile> expected, Expectations expectations)
    {
        if (thread.IsKernelWorker)
        {
            return new ThreadAttestation(thread, expected, [], [], "a kernel worker, which runs no code of the process");
        }
        return CarriedPrograms.Read(thread) switch
        {
            { Error: null, Programs: var programs } => Compared(thread, expected, programs, expectations),
            { HasEnded: true } => null,
            { Error: var error } => Counted(thread, expected, $"{error}; run it as root of the host, outside of containers and filters"),
        };
    }

    private static ThreadAttestation Compared(
        ProcessThread thread, IReadOnlyList<FilterProfile> expected, IReadOnlyList<sock_filter[]> programs, Expectations expectations)
    {
        CarriedFilter[] filters = [.. programs.Select((program, index) => expectations.Known.Recognize(index, program))];
        return new ThreadAttestation(thread, expected, filters, [.. Doubts(thread), .. expectations.Standard.Compare(expected, filters)], null);
    }

    // A thread that has not installed its own program could still take any other name.
    private static Finding[] Doubts(ProcessThread thread) => thread.Program is null
        ? [new(FindingKind.UnknownThread, "the monitor has no thread of this name; if it is still starting, try again")]
        : [];

    private static ThreadAttestation Counted(ProcessThread thread, IReadOnlyList<FilterProfile> expected, string note)
    {
        FindingKind kind = thread.FilterCount < expected.Count ? FindingKind.Missing : FindingKind.Extra;
        Finding[] miscounts = thread.FilterCount == expected.Count && thread.IsFiltered
            ? []
            : [new(kind, $"{thread.FilterCount} filters are on the thread, and {expected.Count} should be")];
        return new ThreadAttestation(thread, expected, [], [.. Doubts(thread), .. miscounts], note);
    }
}
