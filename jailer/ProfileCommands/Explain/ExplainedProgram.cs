using System.Linq;
using Kiln.Jailer.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>A program, in words.</summary>
/// <param name="Profile">The program.</param>
/// <param name="Default">What it answers to calls that no rule answers.</param>
/// <param name="DefaultPlace">Where that is written.</param>
/// <param name="Rules">The rules: by call, and those of one call in the order in which they are asked.</param>
internal sealed record ExplainedProgram(FilterProfile Profile, FilterAction Default, RuleOrigin DefaultPlace, IReadOnlyList<ExplainedRule> Rules)
{
    /// <summary>The program's name.</summary>
    internal string Name => FilterProfiles.NameOf(Profile);

    /// <summary>What the thread carries below it, the oldest first.</summary>
    internal IEnumerable<string> Below => FilterProfiles.StackOf(Profile).SkipLast(1).Select(FilterProfiles.NameOf);

    /// <summary>Its default and what lies below it.</summary>
    internal string Headline =>
        $"{(Rules.Count == 1 ? "1 rule" : $"{Rules.Count} rules")}; every other call is answered by {Default} ({DefaultPlace}); "
        + (Below.Any() ? $"a thread carries it on top of {string.Join(" and ", Below)}, and the strictest answer holds" : "a thread carries nothing below it");

    /// <summary>Puts a program of a library in words.</summary>
    /// <param name="profile">The program.</param>
    /// <param name="library">The profiles, which have no errors.</param>
    internal static ExplainedProgram Of(FilterProfile profile, ProfileLibrary library)
    {
        RuleSet rules = library.RulesOf(profile);
        IReadOnlyDictionary<RuleOrigin, RuleNote> notes = library.NotesOf(profile);
        return new ExplainedProgram(
            profile,
            rules.Default,
            rules.DefaultOrigin,
            [.. rules.Rules.Select(rule => Of(rule, notes[rule.Origin])).OrderBy(rule => rule.Call, StringComparer.Ordinal)]);
    }

    private static ExplainedRule Of(SyscallRule rule, RuleNote note) =>
        new(SyscallTable.NameOf(rule.Number)!, ConditionWords.Of(rule), rule.Action, note.Reason, rule.Origin, note.Grants);
}
