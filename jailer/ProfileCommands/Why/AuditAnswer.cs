using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Why;

/// <summary>What becomes of a call whose arguments nobody knows: the answers to all calls of its number.</summary>
/// <param name="Taken">What the kernel did with one of them; null when the line does not say so.</param>
/// <param name="Example">The answer to the smallest refused call, or to the smallest of all.</param>
internal sealed record AuditAnswer(FilterAction? Taken, StackSurvey Survey, StackAnswer Example)
{
    /// <summary>The call's name, or its number when it has none.</summary>
    internal string CallName => Example.Question.CallName;

    /// <summary>True when every such call is made, false when none is, else null.</summary>
    internal bool? IsMade => Survey switch
    {
        { IsWhole: true, Refused.Count: 0 } => true,
        { IsWhole: true, Permitted.Count: 0 } => false,
        _ => null,
    };

    /// <summary>What the arguments of the allowed calls are, where some are allowed and some are not.</summary>
    internal IEnumerable<string> AllowedWhere => IsMade is null ? Survey.Permitted.Select(CallWords.ArgumentsOf) : [];

    /// <param name="library">The profiles that the set was compiled from.</param>
    /// <exception cref="JailerFailure">The line is of no thread of a monitor, or of another architecture.</exception>
    internal static AuditAnswer To(AuditLine line, FilterSet set, ProfileLibrary library)
    {
        if (line.Number is not { } number)
        {
            throw new JailerFailure("the line is of another architecture than x86_64, whose calls every filter refuses");
        }
        FilterProfile thread = line.Thread is { } name && ThreadName.ProgramOf(name) is { } program
            ? program
            : throw new JailerFailure(
                $"the line is of a thread '{line.Thread}', which is none of the monitor's; ask by its role: jailer profile why THREAD {SyscallTable.NameOf(number) ?? $"{number}"} ARGUMENT...");
        ThreadFilters filters = ThreadFilters.Of(thread, set, library);
        CallBox calls = CallBox.OfCall(number);
        StackSurvey survey = StackSurvey.Of(filters.Stack, calls);
        return new AuditAnswer(line.Taken, survey, filters.AnswerTo(survey.Refused.Count > 0 ? survey.Refused[0] : calls));
    }
}
