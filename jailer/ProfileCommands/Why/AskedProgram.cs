using System.Linq;
using System.Text;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>A program of a set, and the rules that it was compiled from.</summary>
internal sealed record AskedProgram(FilterProfile Program, FilterSet Set, RuleSet Rules, IReadOnlyDictionary<RuleOrigin, RuleNote> Notes)
{
    /// <param name="library">The profiles that the set was compiled from.</param>
    internal static AskedProgram Of(FilterProfile program, FilterSet set, ProfileLibrary library) =>
        new(program, set, library.RulesOf(program), library.NotesOf(program));

    /// <summary>Runs the program, and finds the rule that decides.</summary>
    internal ProgramAnswer AnswerTo(CallQuestion question)
    {
        SyscallData call = question.Data;
        FilterAction action = BpfInterpreter.Run(Set.Program(Program), in call);
        RuleMatch match = Set.Rules(Program).Nearest(question.Number, [.. question.Arguments], out RuleRecord record, out _);
        if (match == RuleMatch.None)
        {
            return OfDefault(null);
        }
        RuleOrigin place = new(Encoding.ASCII.GetString(record.Profile), record.Line, record.Column);
        SyscallRule rule = Rules.Rules.First(candidate => candidate.Origin == place && candidate.Number == question.Number);
        string reason = Notes[place].Reason;
        return match == RuleMatch.Whole
            ? new ProgramAnswer(Program, action, new DecidingRule(place, reason), null)
            : OfDefault(new NearMiss(rule, reason, question, Rules, Program));

        ProgramAnswer OfDefault(NearMiss? near) => new(
            Program, action, new DecidingRule(Rules.DefaultOrigin, near is null ? $"the default: no rule of {FilterProfiles.NameOf(Program)} names the call" : "the default: no rule matches"), near)
        {
            IsDefault = true,
        };
    }
}
