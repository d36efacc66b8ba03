using System.Linq;
using System.Text;
using Kiln.Profiles;
using Kiln.Seccomp;
using Kiln.Seccomp.Bpf;

namespace Kiln.Jailer.ProfileCommands;

/// <summary>Why a program answers a call as it does.</summary>
/// <param name="set">The programs.</param>
/// <param name="program">The one that is asked.</param>
/// <param name="number">The call.</param>
/// <param name="arguments">Its six arguments.</param>
internal sealed class Explanation(FilterSet set, FilterProfile program, int number, ulong[] arguments)
{
    /// <summary>What the program answers.</summary>
    internal FilterAction Answer => AnswerOf(program);

    /// <summary>The explanation, in lines.</summary>
    /// <param name="notes">What is written beside rules.</param>
    internal string Describe(IReadOnlyDictionary<RuleOrigin, RuleNote> notes)
    {
        string call = $"{SyscallTable.NameOf(number) ?? $"call {number}"}({string.Join(", ", arguments.Select(value => $"0x{value:x}"))})";
        StringBuilder text = new($"{FilterProfiles.NameOf(program)} answers {call} with {Answer}.\n");
        switch (set.Rules(program).Nearest(number, arguments, out RuleRecord rule, out ConditionRecord failed))
        {
            case RuleMatch.None:
                text.Append("No rule names the call, so the default answers.\n");
                break;
            case RuleMatch.Whole:
                text.Append($"The rule {OriginOf(rule)} decides. Its reason: {ReasonOf(rule, notes)}\n");
                break;
            default:
                text.Append($"No rule matches, so the default answers. Nearest is {OriginOf(rule)}. Its reason: {ReasonOf(rule, notes)}\n");
                text.Append($"It does not match: {Describe(failed)}; it is 0x{arguments[failed.Index]:x}.\n");
                break;
        }
        AppendBelow(text);
        return text.ToString();
    }

    private static string Describe(ConditionRecord condition)
    {
        StringBuilder text = new($"argument {condition.Index} {Encoding.ASCII.GetString(ComparisonText.Of(condition.Comparison))} ");
        for (int index = 0; index < condition.ValueCount; index++)
        {
            text.Append(index == 0 ? "" : ", ").Append($"0x{condition.Value(index):x}");
        }
        return condition.Comparison == Comparison.MaskedEqual ? $"{text} under the mask 0x{condition.Mask:x}" : text.ToString();
    }

    private static RuleOrigin OriginOf(RuleRecord rule) => new(Encoding.ASCII.GetString(rule.Profile), rule.Line, rule.Column);

    private static string ReasonOf(RuleRecord rule, IReadOnlyDictionary<RuleOrigin, RuleNote> notes) =>
        notes.TryGetValue(OriginOf(rule), out RuleNote? note) ? note.Reason : "unknown";

    // A thread carries the programs below its own too, and the strictest answer prevails.
    private void AppendBelow(StringBuilder text)
    {
        FilterProfile[] below = program switch
        {
            FilterProfile.Launch => [],
            FilterProfile.Setup => [FilterProfile.Launch],
            _ => [FilterProfile.Setup, FilterProfile.Launch],
        };
        foreach (FilterProfile lower in below.Where(lower => AnswerOf(lower).IsStricterThan(Answer)))
        {
            text.Append($"But {FilterProfiles.NameOf(lower)}, which the thread carries too, answers {AnswerOf(lower)}, and the stricter answer holds.\n");
        }
    }

    private FilterAction AnswerOf(FilterProfile profile)
    {
        SyscallData call = new(number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);
        return BpfInterpreter.Run(set.Program(profile), in call);
    }
}
