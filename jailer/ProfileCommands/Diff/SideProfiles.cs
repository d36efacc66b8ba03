using System.Linq;
using Kiln.ProfileCommands.Why;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>The profiles of a side, and what they compile to.</summary>
/// <param name="Source">Their texts.</param>
internal sealed record SideProfiles(FilterSet Set, IProfileSource Source)
{
    private readonly Dictionary<FilterProfile, ThreadFilters> _threads = [];

    internal ProfileLibrary Library { get; } = new(Source);

    /// <summary>The rules of programs as they are written; one that several carry is there several times.</summary>
    internal IEnumerable<ExplainedRule> RulesOf(IEnumerable<FilterProfile> programs) => programs.SelectMany(program => ExplainedRule.AllOf(program, Library));

    /// <summary>The line that answers the smallest of some calls on a thread.</summary>
    internal string PlaceOf(FilterProfile thread, CallBox calls)
    {
        if (!_threads.TryGetValue(thread, out ThreadFilters? filters))
        {
            _threads.Add(thread, filters = ThreadFilters.Of(thread, Set, Library));
        }
        return filters.AnswerTo(calls).Answers[0].Rule.Place.ToString();
    }
}
