using System.Linq;
using System.Text;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>What becomes of a call in all programs that its thread carries.</summary>
/// <param name="Question">The call.</param>
/// <param name="Answers">What each program says, the thread's own first.</param>
internal sealed record StackAnswer(CallQuestion Question, IReadOnlyList<ProgramAnswer> Answers)
{
    /// <summary>The answer that holds: the strictest, and of several the newest program's, as in the kernel.</summary>
    internal ProgramAnswer Decisive => Answers.Aggregate((strictest, other) => other.Action.IsStricterThan(strictest.Action) ? other : strictest);

    /// <summary>Asks.</summary>
    /// <param name="question">The call.</param>
    /// <param name="set">The programs.</param>
    /// <param name="library">The profiles that they were compiled from.</param>
    internal static StackAnswer To(CallQuestion question, FilterSet set, ProfileLibrary library) =>
        new(question, [.. FilterProfiles.StackOf(question.Program).Reverse().Select(program => Ask(question, program, set, library))]);

    private static ProgramAnswer Ask(CallQuestion question, FilterProfile program, FilterSet set, ProfileLibrary library)
    {
        SyscallData call = question.Data;
        FilterAction action = BpfInterpreter.Run(set.Program(program), in call);
        RuleSet rules = library.RulesOf(program);
        IReadOnlyDictionary<RuleOrigin, RuleNote> notes = library.NotesOf(program);
        RuleMatch match = set.Rules(program).Nearest(question.Number, [.. question.Arguments], out RuleRecord record, out _);
        if (match == RuleMatch.None)
        {
            return OfDefault(null);
        }
        RuleOrigin place = new(Encoding.ASCII.GetString(record.Profile), record.Line, record.Column);
        SyscallRule rule = rules.Rules.First(candidate => candidate.Origin == place && candidate.Number == question.Number);
        string reason = notes[place].Reason;
        return match == RuleMatch.Whole
            ? new ProgramAnswer(program, action, new DecidingRule(place, reason), null)
            : OfDefault(new NearMiss(rule, reason, question, rules, program));

        ProgramAnswer OfDefault(NearMiss? near) => new(
            program, action, new DecidingRule(rules.DefaultOrigin, near is null ? $"the default: no rule of {FilterProfiles.NameOf(program)} names the call" : "the default: no rule matches"), near)
        {
            IsDefault = true,
        };
    }
}
