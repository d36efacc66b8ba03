using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.ProfileCommands.Diff;

namespace Kiln.ProfileCommands.Explain;

/// <summary>What changed since another set of filters.</summary>
/// <param name="Since">Where the other set comes from.</param>
/// <param name="Threads">What is answered differently, proven.</param>
/// <param name="Rules">What is written differently; null when the other side is compiled, and has no text.</param>
internal sealed record PolicyChanges(string Since, IReadOnlyList<ThreadDifference> Threads, IReadOnlyList<RuleChange>? Rules)
{
    /// <summary>Compares with another set.</summary>
    /// <param name="since">A directory, a filter set's file, <c>shipped</c>, or a pid.</param>
    /// <param name="side">The filters that are explained.</param>
    /// <param name="programs">The programs that are explained.</param>
    /// <exception cref="JailerFailure">The other set cannot be read.</exception>
    internal static PolicyChanges Of(string since, FilterSide side, IReadOnlyList<ExplainedProgram> programs)
    {
        FilterSide before = FilterSide.Of(since);
        return new PolicyChanges(
            Excerpt.OfPath(since),
            [.. ThreadDifference.Between(before, side).Where(thread => programs.Any(program => program.Name == thread.Name))],
            before.Profiles is { } profiles
                ? RuleChange.Between(profiles.RulesOf(programs.Select(program => program.Profile)), programs.SelectMany(program => program.Rules))
                : null);
    }
}
