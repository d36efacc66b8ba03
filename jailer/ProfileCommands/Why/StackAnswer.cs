using System.Linq;
using Kiln.Profiles;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Why;

/// <summary>The combined answer of all programs on a thread.</summary>
/// <param name="Answers">Each program's answer, the thread's own first.</param>
internal sealed record StackAnswer(CallQuestion Question, IReadOnlyList<ProgramAnswer> Answers)
{
    /// <summary>The answer that wins: the strictest, and among equals the newest program's, as in the kernel.</summary>
    internal ProgramAnswer Decisive => Answers.Aggregate((strictest, other) => other.Action.IsStricterThan(strictest.Action) ? other : strictest);

    /// <summary>Runs a call through every program of the thread.</summary>
    /// <param name="library">The profiles that the set was compiled from.</param>
    internal static StackAnswer To(CallQuestion question, FilterSet set, ProfileLibrary library) =>
        ThreadFilters.Of(question.Program, set, library).AnswerTo(question);
}
