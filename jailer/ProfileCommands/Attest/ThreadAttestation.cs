using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Tracing;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>What was found on a thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Expected">The programs that it should carry, the oldest first.</param>
/// <param name="Filters">The filters that it carries; empty when they were not read.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Note">Why filters were counted only; null when they were read.</param>
internal sealed record ThreadAttestation(
    ProcessThread Thread, IReadOnlyList<FilterProfile> Expected, IReadOnlyList<CarriedFilter> Filters, IReadOnlyList<Finding> Findings, string? Note)
{
    /// <summary>What it comes to. A worker of the kernel's makes no calls of the process's: there is nothing to filter.</summary>
    internal Verdict Verdict => Findings.Count > 0 ? Verdict.Wrong : Note is null || Thread.IsKernelWorker ? Verdict.Ok : Verdict.Unverified;

    /// <summary>This, and what is wrong with the thread's place among the others.</summary>
    /// <param name="doubts">What is.</param>
    internal ThreadAttestation WithDoubts(IEnumerable<Finding> doubts) => this with { Findings = [.. doubts, .. Findings] };

    /// <summary>Looks at a thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="expected">The programs that it should carry.</param>
    /// <param name="known">All programs.</param>
    /// <returns>Null when the thread has ended.</returns>
    internal static ThreadAttestation? Of(ProcessThread thread, IReadOnlyList<FilterProfile> expected, KnownPrograms known)
    {
        if (thread.IsKernelWorker)
        {
            return new ThreadAttestation(thread, expected, [], [], "the kernel's own worker, which runs nothing of the process");
        }
        List<CarriedFilter> filters = [];
        return Read(thread, known, filters) switch
        {
            null => Compared(thread, expected, filters, known),
            { Errno: var errno } when errno == Errno.ESRCH => null,
            // The kernel says EINVAL of a thread without a filter, too.
            { Errno: var errno } when errno == Errno.EINVAL && !thread.IsFiltered => Compared(thread, expected, filters, known),
            { } error => Counted(thread, expected, $"{error}; run it as root of the host, outside of containers and filters"),
        };
    }

    private static SystemError? Read(ProcessThread thread, KnownPrograms known, List<CarriedFilter> filters)
    {
        if (StoppedThread.TryStop(thread.Id, out StoppedThread? stopped) is { } refusal)
        {
            return refusal;
        }
        // Recognized when the thread runs again.
        List<sock_filter[]> programs = [];
        using (stopped)
        {
            sock_filter[]? program;
            do
            {
                if (stopped!.TryReadFilter(programs.Count, out program) is { } error)
                {
                    return error;
                }
                programs.AddRange(program is null ? [] : [program]);
            }
            while (program is not null);
        }
        filters.AddRange(programs.Select((program, index) => known.Recognize(index, program)));
        return null;
    }

    private static ThreadAttestation Compared(
        ProcessThread thread, IReadOnlyList<FilterProfile> expected, IReadOnlyList<CarriedFilter> filters, KnownPrograms known) =>
        new(thread, expected, filters, [.. Doubts(thread), .. new StackComparison(known).Compare(expected, filters)], null);

    // One that has not put on its own program could give itself any other name.
    private static Finding[] Doubts(ProcessThread thread) => thread.Program is null
        ? [new(FindingKind.UnknownThread, "the monitor has no thread of this name; while it starts, look again")]
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
