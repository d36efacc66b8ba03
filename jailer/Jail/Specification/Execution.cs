using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The execve of the monitor, in the jailer's process or in a child.</summary>
internal sealed class Execution(JailSpec spec)
{
    private const string EndOfOptions = "--";

    private IReadOnlyList<string> Arguments =>
    [
        .. MustSayNoFilters ? (string[])[JailerCommandLine.NoSeccompName] : [],
        .. spec.AwaitsReadiness ? (string[])["--ready-fd", $"{ReadinessPipe.Number}"] : [],
        .. spec.PassesEvents ? (string[])[InheritedDescriptors.EventsName, $"{InheritedDescriptors.Events}"] : [],
        .. spec.ExtraArguments,
    ];

    // Without filters the monitor must be told, or it would install its own. Other programs take no such option, and a client may already have
    // passed it.
    private bool MustSayNoFilters => spec.Filters is null && spec.ExecFile.IsMonitor
        && !spec.ExtraArguments.TakeWhile(argument => argument != EndOfOptions).Contains(JailerCommandLine.NoSeccompName);

    /// <summary>Adds the execve as the last of the last calls.</summary>
    /// <param name="startTimes">Arguments that tell the monitor when the jailer started.</param>
    internal void Prepare(CallSequence calls, IReadOnlyList<string> startTimes)
    {
        string path = spec.Program.ToString();
        new ProgramImage(path, [path, "--id", spec.Id, .. startTimes, .. Arguments]).PrepareExecuting(calls);
    }

    /// <summary>Whether the failed process already runs under the filter.</summary>
    /// <param name="calls">The calls that it executed.</param>
    internal bool IsFiltered(CallFailure failure, CallSequence calls) => spec.Filters is not null && failure.Index == calls.Count - 1;

    /// <summary>Turns a failed call into a message, with the remedy where one is known.</summary>
    /// <param name="calls">The calls that were executed.</param>
    internal JailerFailure Explain(CallFailure failure, CallSequence calls)
    {
        string call = calls.NameOf(failure.Index);
        return new JailerFailure(failure.Index == calls.Count - 1
            ? $"Failed to exec into {spec.Program}: {failure.Errno}{CureOfExecuting(failure.Errno)}"
            : $"the monitor's process cannot be prepared: {call}: {failure.Errno}{CureOf(new SystemError(failure.Errno, call))}")
        { Error = failure.Errno };
    }

    /// <summary>The line that --dry-run prints.</summary>
    public override string ToString() =>
        $"execute {spec.Program} --id {spec.Id} {StartMoment.Placeholder} {string.Join(' ', Arguments)}".TrimEnd();

    private string CureOfExecuting(Errno errno) => errno switch
    {
        _ when errno == Errno.ENOENT && spec.ExecFile.Loader is { } loader =>
            $"; {spec.ExecFile.Path} is linked dynamically, and the jail has no {loader}: give a static binary, or put that and its libraries into the jail",
        _ when errno == Errno.ENOEXEC => $"; is {spec.ExecFile.Path} a static binary for this machine?",
        _ when errno == Errno.E2BIG => "; what stands behind -- is too long",
        _ when errno == Errno.EAGAIN => $"; user {spec.UserId} has more processes than --resource-limit nproc allows: raise it, or give the jail a user of its own",
        _ => Cure.Of(new SystemError(errno, "execve")),
    };

    private static string CureOf(SystemError error) => error.Errno == Errno.EPERM && error.Call.StartsWith("prlimit ", StringComparison.Ordinal)
        ? "; a --resource-limit is above the jailer's own hard limit, and CAP_SYS_RESOURCE is missing: lower it, or give the jailer that capability"
        : Cure.Of(error);
}
