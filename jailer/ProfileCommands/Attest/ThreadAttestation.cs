using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Tracing;
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
    internal Verdict Verdict => Findings.Count > 0 ? Verdict.Wrong : Note is null || Thread.IsKernelWorker ? Verdict.Ok : Verdict.Unverified;

    /// <summary>Adds doubts about the thread's identity, as judged from its siblings.</summary>
    internal ThreadAttestation WithDoubts(IEnumerable<Finding> doubts) => this with { Findings = [.. doubts, .. Findings] };

    /// <param name="expected">The expected programs, oldest first.</param>
    /// <returns>Null when the thread has ended.</returns>
    internal static ThreadAttestation? Of(ProcessThread thread, IReadOnlyList<FilterProfile> expected, KnownPrograms known)
    {
        if (thread.IsKernelWorker)
        {
            return new ThreadAttestation(thread, expected, [], [], "a kernel worker, which runs no code of the process");
        }
        List<CarriedFilter> filters = [];
        return Read(thread, known, filters) switch
        {
            null => Compared(thread, expected, filters, known),
            { Errno: var errno } when errno == Errno.ESRCH => null,
            // The kernel also returns EINVAL for a thread without filters.
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
        // Identified after the thread has resumed.
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
