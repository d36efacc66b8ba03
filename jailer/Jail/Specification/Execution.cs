using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The execution of the monitor, in whichever process.</summary>
/// <param name="spec">The jail.</param>
internal sealed class Execution(JailSpec spec)
{
    private const string EndOfOptions = "--";

    private IReadOnlyList<string> Arguments => [.. (string[])(MustSayNoFilters ? [JailerCommandLine.NoSeccompName] : []), .. spec.ExtraArguments];

    // Without filters the monitor must know that this is meant: it would put on its own. Another program has its own ways, and a client may
    // have told it already.
    private bool MustSayNoFilters => spec.Filters is null && spec.ExecFile.IsMonitor
        && !spec.ExtraArguments.TakeWhile(argument => argument != EndOfOptions).Contains(JailerCommandLine.NoSeccompName);

    /// <summary>Prepares it as the last of the last calls.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="startTimes">The arguments that tell the monitor when all this began.</param>
    internal void Prepare(CallSequence calls, IReadOnlyList<string> startTimes)
    {
        string path = spec.Program.ToString();
        new ProgramImage(path, [path, "--id", spec.Id, .. startTimes, .. Arguments]).PrepareExecuting(calls);
    }

    /// <summary>Whether the process that failed is behind the filter already.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="calls">The calls that it made.</param>
    internal bool IsFiltered(CallFailure failure, CallSequence calls) => spec.Filters is not null && failure.Index == calls.Count - 1;

    /// <summary>Says what failed, and the cure where it is known.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="calls">The calls that were made.</param>
    internal JailerFailure Explain(CallFailure failure, CallSequence calls)
    {
        bool executing = failure.Index == calls.Count - 1;
        string thing = executing ? $"Failed to exec into {spec.Program}" : $"the monitor's process cannot be prepared: {calls.NameOf(failure.Index)}";
        return new JailerFailure($"{thing}: {failure.Errno}{CureOf(failure.Errno, executing)}") { Error = failure.Errno };
    }

    /// <summary>For --dry-run.</summary>
    public override string ToString() =>
        $"execute {spec.Program} --id {spec.Id} {StartMoment.Placeholder} {string.Join(' ', Arguments)}".TrimEnd();

    private string CureOf(Errno errno, bool executing) => errno switch
    {
        _ when executing && errno == Errno.ENOEXEC => $"; is {spec.ExecFile.Path} a static binary for this machine?",
        _ when executing && errno == Errno.E2BIG => "; what stands behind -- is too long",
        _ when executing && errno == Errno.EAGAIN => $"; user {spec.UserId} has more processes than --resource-limit nproc allows: raise it, or give the jail a user of its own",
        _ when errno == Errno.EPERM => "; is a --resource-limit above the jailer's own hard limit, and CAP_SYS_RESOURCE missing?",
        _ => Cure.Of(errno),
    };
}
