using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Diff;

/// <summary>A rule that both sides have, with another reason.</summary>
/// <param name="Place">Where the new side has it.</param>
internal sealed record ReasonChange(RuleOrigin Place, string Call, string Before, string After)
{
    /// <summary>The rules whose reasons differ, by place.</summary>
    internal static IReadOnlyList<ReasonChange> Between(ProfileLibrary before, ProfileLibrary after)
    {
        ILookup<(string, int, string, string), (RuleOrigin Place, string Reason)> old = RulesOf(before);
        return
        [
            .. from rules in RulesOf(after)
               where old.Contains(rules.Key)
               from pair in rules.Zip(old[rules.Key], (rule, was) => (rule, was))
               where pair.rule.Reason != pair.was.Reason
               orderby pair.rule.Place.Profile, pair.rule.Place.Line, pair.rule.Place.Column
               select new ReasonChange(pair.rule.Place, SyscallTable.NameOf(rules.Key.Item2)!, pair.was.Reason, pair.rule.Reason),
        ];
    }

    // By what a rule says: its file, call, conditions and answer. Programs that include a file share its rules.
    private static ILookup<(string, int, string, string), (RuleOrigin Place, string Reason)> RulesOf(ProfileLibrary library) => FilterProfiles.All.ToArray()
        .SelectMany(program =>
        {
            var notes = library.NotesOf(program);
            return library.RulesOf(program).Rules.Select(rule => (rule, notes[rule.Origin].Reason));
        })
        .DistinctBy(told => (told.rule.Origin, told.rule.Number))
        .ToLookup(
            told => (told.rule.Origin.Profile, told.rule.Number, ConditionWords.Of(told.rule), told.rule.Action.ToString()),
            told => (told.rule.Origin, told.Reason));
}
