using System.Linq;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>What a set of profiles lets each thread do.</summary>
/// <param name="Source">Where the profiles come from, for the heading.</param>
/// <param name="Programs">The programs to describe.</param>
/// <param name="Score">How much of the kernel the profiles expose.</param>
/// <param name="Set">What they compile to.</param>
internal sealed record Policy(string Source, IReadOnlyList<ExplainedProgram> Programs, ExposureScore Score, FilterSetDigest Set)
{
    /// <summary>What changed since another set; null when none is given.</summary>
    internal PolicyChanges? Changes { get; init; }

    internal IReadOnlyList<ExplainedGrant> Grants => ExplainedGrant.Of(Programs);

    /// <summary>The programs of threads past setup; the differences between these separate the threads from each other.</summary>
    internal IReadOnlyList<ExplainedProgram> Threads =>
        [.. Programs.Where(program => program.Profile is not (FilterProfile.Launch or FilterProfile.Setup))];

    /// <summary>Differences between the threads; empty when only one is described.</summary>
    internal IReadOnlyList<CallDifference> Differences => CallDifference.Between(Threads);

    /// <summary>The programs in a reviewer's order.</summary>
    internal IEnumerable<ExplainedProgram> Reviewed => Programs.OrderBy(program => Array.IndexOf(ReviewOrder.Programs, program.Profile));

    /// <summary>The rules where they are written, each once: first what several programs include, then each program's own.</summary>
    internal IEnumerable<IGrouping<string, WrittenRule>> Files => WrittenRule.In(Programs)
        .OrderBy(file => Array.FindIndex(ReviewOrder.Programs, program => FilterProfiles.NameOf(program) == file.Key))
        .ThenBy(file => file.Key, StringComparer.Ordinal);

    /// <summary>Describes the programs of a library.</summary>
    /// <param name="source">Where the profiles come from, for the heading.</param>
    /// <param name="library">The profiles, free of errors.</param>
    /// <param name="set">What they compile to.</param>
    /// <param name="profiles">The programs to describe.</param>
    internal static Policy Of(string source, ProfileLibrary library, FilterSet set, IEnumerable<FilterProfile> profiles) => new(
        source, [.. profiles.Select(profile => ExplainedProgram.Of(profile, library, set))], ExposureScore.Of(library), FilterSetDigest.Of(set));
}
