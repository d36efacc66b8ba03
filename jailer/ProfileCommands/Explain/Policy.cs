using System.Linq;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>What profiles let threads do, for somebody who has to answer for it.</summary>
/// <param name="Source">Where the profiles come from.</param>
/// <param name="Programs">The programs that are told of.</param>
internal sealed record Policy(string Source, IReadOnlyList<ExplainedProgram> Programs)
{
    /// <summary>The dangerous grants.</summary>
    internal IReadOnlyList<ExplainedGrant> Grants => ExplainedGrant.Of(Programs);

    /// <summary>The programs of threads that have come to their work: what differs between these is what keeps them apart.</summary>
    internal IReadOnlyList<ExplainedProgram> Threads =>
        [.. Programs.Where(program => program.Profile is not (FilterProfile.Launch or FilterProfile.Setup))];

    /// <summary>What differs between threads; nothing when one is told of.</summary>
    internal IReadOnlyList<CallDifference> Differences => CallDifference.Between(Threads);

    /// <summary>Puts profiles in words.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="library">The profiles, which have no errors.</param>
    /// <param name="profiles">The programs to tell of.</param>
    internal static Policy Of(string source, ProfileLibrary library, IEnumerable<FilterProfile> profiles) =>
        new(source, [.. profiles.Select(profile => ExplainedProgram.Of(profile, library))]);
}
