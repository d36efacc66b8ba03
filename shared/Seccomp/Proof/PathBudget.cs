namespace Kiln.Seccomp.Proof;

/// <summary>How far paths are followed: a program of anybody's may have more than there is time for.</summary>
/// <param name="jumps">How many conditional jumps are left.</param>
internal sealed class PathBudget(int jumps)
{
    /// <summary>More paths of one call than any filter has that people write: the bound is for those that are made to have many.</summary>
    internal const int MostLeaves = 65_536;

    /// <returns>False when nothing is left.</returns>
    internal bool TryTake() => --jumps > 0;
}
