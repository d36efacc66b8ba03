using System.Linq;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Changes of the same calls from one answer to another: they differ in the arguments only, and a comparison of flags with a list makes hundreds.</summary>
/// <param name="Cases">All of them, at least one.</param>
internal sealed record ChangeGroup(IReadOnlyList<ThreadChange> Cases)
{
    // What a reader looks at before believing the rest; JSON has all.
    private const int MostShown = 4;

    /// <summary>The first cases, for people.</summary>
    internal IEnumerable<ThreadChange> Shown => Cases.Take(MostShown);

    /// <summary>What is said of the others; null when there are none.</summary>
    internal string? Rest => Cases.Count > MostShown ? $"and {Cases.Count - MostShown} more cases of its arguments" : null;

    /// <summary>The groups of changes, in their order.</summary>
    internal static IReadOnlyList<ChangeGroup> Of(IEnumerable<ThreadChange> changes) =>
        [.. changes.GroupBy(change => change.Kind).Select(group => new ChangeGroup([.. group]))];
}
