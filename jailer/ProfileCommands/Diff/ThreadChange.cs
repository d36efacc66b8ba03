using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Calls of a thread that are answered differently.</summary>
internal sealed record ThreadChange(FilterProfile Thread, AnswerChange Change)
{
    /// <summary>The line that permits the calls, where one of the sides does and its profiles are at hand; else null.</summary>
    internal string? Place { get; private init; }

    /// <summary>A call among them, the smallest.</summary>
    internal CallQuestion Witness => new(Thread, Change.Calls.SmallestNumber, Change.Calls.SmallestArguments());

    /// <summary>What is said of it in one word.</summary>
    internal string Kind => Change.IsWider ? "wider" : Change.IsStricter ? "stricter" : "other";

    internal static ThreadChange Of(FilterProfile thread, AnswerChange change, FilterSide before, FilterSide after)
    {
        ThreadChange told = new(thread, change);
        FilterSide permitting = change.IsWider ? after : before;
        FilterAction answer = change.IsWider ? change.After : change.Before;
        return permitting.Source is { } source && answer.Permits
            ? told with { Place = StackAnswer.To(told.Witness, source.Set, source.Profiles).Answers[0].Rule.Place.ToString() }
            : told;
    }
}
