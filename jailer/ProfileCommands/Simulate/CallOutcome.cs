using System.Linq;
using Kiln.ProfileCommands.Why;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>What becomes of a call, whatever the arguments are that are not known.</summary>
internal sealed record CallOutcome(OutcomeKind Kind, OutcomeGroupKey? Group)
{
    /// <summary>What the unknown arguments of the allowed calls are, if it depends on them.</summary>
    internal IReadOnlyList<string> AllowedWhere { get; private init; } = [];

    /// <summary>The rule that came closest to a refused call; null when none names it.</summary>
    internal RuleOrigin? Nearest { get; private init; }

    private static CallOutcome Allowed { get; } = new(OutcomeKind.Allowed, null);

    /// <param name="call">The call, of which only relevant bits are known.</param>
    internal static CallOutcome Of(RecordedCall call, ThreadFilters filters)
    {
        CallBox calls = call.Calls;
        StackSurvey survey = StackSurvey.Of(filters.Stack, calls);
        if (survey is { IsWhole: true, Refused.Count: 0 })
        {
            return Allowed;
        }
        StackAnswer example = filters.AnswerTo(survey.Refused.Count > 0 ? survey.Refused[0] : calls);
        string answer = string.Join(" or ", [.. survey.Answers.Select(action => action.ToString()).Distinct(), .. survey.IsWhole ? (string[])[] : ["not followed"]]);
        OutcomeKind kind = survey is { IsWhole: true, Permitted.Count: 0 } ? OutcomeKind.Refused : OutcomeKind.Uncertain;
        ProgramAnswer decisive = example.Decisive;
        (int Index, ulong Value)? argument = kind == OutcomeKind.Refused ? ArgumentOf(call, decisive.Near) : null;
        return new CallOutcome(kind, new OutcomeGroupKey(call.Number, kind, answer, decisive.Rule.Place, argument?.Index, argument?.Value ?? 0))
        {
            AllowedWhere = kind == OutcomeKind.Uncertain ? [.. survey.Permitted.Select(allowed => CallWords.ArgumentsOf(Beyond(calls, allowed)))] : [],
            Nearest = kind == OutcomeKind.Refused ? decisive.Near?.Rule.Origin : null,
        };
    }

    // The value by which the call misses the nearest rule, if that is one small number, known whole.
    private static (int Index, ulong Value)? ArgumentOf(RecordedCall call, NearMiss? near)
    {
        if (near?.OnlyFailed is not { } condition)
        {
            return null;
        }
        (ulong value, ulong known) = call.Arguments[condition.Index].Within(condition.Largest);
        return known == condition.Largest && value <= uint.MaxValue ? (condition.Index, value) : null;
    }

    // What the recording says needs no telling, nor do the bits of a word that is told whole.
    private static CallBox Beyond(CallBox recorded, CallBox allowed)
    {
        for (int word = CallBox.LowHalf(0); word < CallBox.Words; word++)
        {
            WordSet set = allowed[word];
            if (set == recorded[word])
            {
                allowed = allowed.With(word, WordSet.All)!;
            }
            else if (set.Low == set.High)
            {
                allowed = allowed.With(word, WordSet.All.Within(set.Low, set.High))!;
            }
        }
        return allowed;
    }
}
