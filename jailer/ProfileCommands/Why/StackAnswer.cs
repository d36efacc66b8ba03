using System.Linq;
using System.Text;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

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
