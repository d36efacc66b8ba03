using System.Linq;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>What a set of profiles lets each thread do.</summary>
/// <param name="Source">Where the profiles come from, for the heading.</param>
/// <param name="Programs">The programs to describe.</param>
internal sealed record Policy(string Source, IReadOnlyList<ExplainedProgram> Programs)
{
    internal IReadOnlyList<ExplainedGrant> Grants => ExplainedGrant.Of(Programs);

    /// <summary>The programs of threads past setup; the differences between these separate the threads from each other.</summary>
    internal IReadOnlyList<ExplainedProgram> Threads =>
        [.. Programs.Where(program => program.Profile is not (FilterProfile.Launch or FilterProfile.Setup))];

    /// <summary>Differences between the threads; empty when only one is described.</summary>
    internal IReadOnlyList<CallDifference> Differences => CallDifference.Between(Threads);

    /// <summary>The program whose profile a rule is written in; for a fragment's rule the first program that has it.</summary>
    internal ExplainedProgram HomeOf(ExplainedRule rule) =>
        Programs.FirstOrDefault(program => program.Name == rule.Place.Profile) ?? Programs.First(program => program.Rules.Any(own => own.Place == rule.Place));

    /// <summary>Describes the programs of a library.</summary>
    /// <param name="source">Where the profiles come from, for the heading.</param>
    /// <param name="library">The profiles, free of errors.</param>
    /// <param name="profiles">The programs to describe.</param>
    internal static Policy Of(string source, ProfileLibrary library, IEnumerable<FilterProfile> profiles) =>
        new(source, [.. profiles.Select(profile => ExplainedProgram.Of(profile, library))]);
}
