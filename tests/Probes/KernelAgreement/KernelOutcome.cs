using Kiln.Linux.Errors;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>What became of a call.</summary>
/// <param name="Detail">The errno, the si_errno of SIGSYS, or a description of what was unexpected.</param>
internal readonly record struct KernelOutcome(OutcomeKind Kind, long Detail)
{
    // The kernel's own MAX_ERRNO, written out: the filter may ask for more and gets this.
    private const int LargestErrno = 4095;

    private const int NoSuchCall = 38;

    private const int InvalidArgument = 22;

    /// <summary>The kernel's answer to instructions that are no program.</summary>
    internal static KernelOutcome InvalidProgram => new(OutcomeKind.Refused, InvalidArgument);

    /// <summary>The expected outcome of an answer in a single-threaded process under the guard.</summary>
    internal static KernelOutcome Of(FilterAction answer, Call call) => answer.Action switch
    {
        SeccompAction.SECCOMP_RET_ALLOW or SeccompAction.SECCOMP_RET_LOG when GuardProgram.LetsThrough(call) => new(OutcomeKind.Made, 0),
        SeccompAction.SECCOMP_RET_ALLOW or SeccompAction.SECCOMP_RET_LOG or SeccompAction.SECCOMP_RET_TRACE =>
            new(OutcomeKind.Failed, NoSuchCall),
        SeccompAction.SECCOMP_RET_ERRNO => new(OutcomeKind.Failed, Math.Min((int)answer.Data, LargestErrno)),
        SeccompAction.SECCOMP_RET_TRAP => new(OutcomeKind.Trapped, answer.Data),
        _ => new(OutcomeKind.Killed, 0),
    };

    public override string ToString() => Kind switch
    {
        OutcomeKind.Failed or OutcomeKind.Refused => $"{Kind} with {(Detail == 0 ? "0" : new Errno((int)Detail).Name)}",
        OutcomeKind.Trapped => $"Trapped with {Detail}",
        OutcomeKind.Strange => $"Strange (0x{Detail:x})",
        _ => $"{Kind}",
    };
}
