using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Wording;

internal static class ActionWords
{
    /// <summary>The predicate that follows "the call".</summary>
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
