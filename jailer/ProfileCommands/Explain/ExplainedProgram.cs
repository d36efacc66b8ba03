using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A program, formatted for people.</summary>
/// <param name="Default">The action for calls that no rule matches.</param>
/// <param name="DefaultPlace">Where the default is written.</param>
/// <param name="Rules">The rules, by call; rules of the same call in the order of evaluation.</param>
/// <param name="Instructions">The length of the compiled program.</param>
internal sealed record ExplainedProgram(
    FilterProfile Profile, FilterAction Default, RuleOrigin DefaultPlace, IReadOnlyList<ExplainedRule> Rules, int Instructions)
{
    internal string Name => FilterProfiles.NameOf(Profile);

    /// <summary>The programs installed on the thread before this one, oldest first.</summary>
    internal IEnumerable<string> Below => FilterProfiles.StackOf(Profile).SkipLast(1).Select(FilterProfiles.NameOf);

    /// <summary>The default action and the programs below.</summary>
    internal string Headline =>
        $"{CountWords.Of(Rules.Count, "rule")}; every other call is answered by {Default} ({DefaultPlace}); "
        + (Below.Any() ? $"a thread carries it on top of {string.Join(" and ", Below)}, and the strictest answer holds" : "a thread carries nothing below it");

    /// <summary>Describes a program of a library.</summary>
    /// <param name="library">The profiles, free of errors.</param>
    /// <param name="set">What they compile to.</param>
    internal static ExplainedProgram Of(FilterProfile profile, ProfileLibrary library, FilterSet set)
    {
        RuleSet rules = library.RulesOf(profile);
        return new ExplainedProgram(
            profile,
            rules.Default,
            rules.DefaultOrigin,
            [.. ExplainedRule.AllOf(profile, library).OrderBy(rule => rule.Call, StringComparer.Ordinal)],
            set.Program(profile).Length);
    }
}
