using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Wording;

/// <summary>What answers of filters do to a call, in words.</summary>
internal static class ActionWords
{
    /// <summary>What follows "the call".</summary>
    /// <param name="action">The answer.</param>
    internal static string Of(FilterAction action) => action.Action switch
    {
        SeccompAction.SECCOMP_RET_ALLOW => "is made",
        SeccompAction.SECCOMP_RET_LOG => "is made, and the kernel logs it",
        SeccompAction.SECCOMP_RET_TRACE => "is not made unless a tracer says so",
        SeccompAction.SECCOMP_RET_ERRNO => $"is not made: it fails, by {action}",
        SeccompAction.SECCOMP_RET_TRAP => "is not made: the process reports it and ends with status 148",
        SeccompAction.SECCOMP_RET_KILL_THREAD => "is not made: the thread ends by signal 31",
        _ => "is not made: the process ends by signal 31",
    };
}
