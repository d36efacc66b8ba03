using System.Linq;
using Kiln.Profiles;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>What a thread carries, for many questions.</summary>
/// <param name="Thread">The newest program.</param>
/// <param name="Stack">The compiled programs.</param>
/// <param name="Programs">The same with their rules, the thread's own first.</param>
internal sealed record ThreadFilters(FilterProfile Thread, FilterStack Stack, IReadOnlyList<AskedProgram> Programs)
{
    /// <param name="library">The profiles that the set was compiled from.</param>
    internal static ThreadFilters Of(FilterProfile thread, FilterSet set, ProfileLibrary library) =>
        new(thread, StackOf(thread, set), [.. FilterProfiles.StackOf(thread).Reverse().Select(program => AskedProgram.Of(program, set, library))]);

    /// <summary>The programs of a set that a thread carries.</summary>
    /// <param name="thread">The newest program.</param>
    internal static FilterStack StackOf(FilterProfile thread, FilterSet set) =>
        new([.. FilterProfiles.StackOf(thread).Reverse().Select(program => set.Program(program).ToArray())]);

    /// <summary>The answer to a call of the thread.</summary>
    internal StackAnswer AnswerTo(CallQuestion question) => new(question, [.. Programs.Select(program => program.AnswerTo(question))]);

    /// <summary>The answer to the smallest call of a box.</summary>
    internal StackAnswer AnswerTo(CallBox calls) => AnswerTo(new CallQuestion(Thread, calls.SmallestNumber, calls.SmallestArguments()));
}
