namespace Kiln.Seccomp.Proof;

/// <summary>How far paths are followed: a program of anybody's may have more than there is time for.</summary>
/// <param name="jumps">How many conditional jumps are left.</param>
internal sealed class PathBudget(int jumps)
{
    /// <returns>False when nothing is left.</returns>
    internal bool TryTake() => jumps > 0 && --jumps > 0;
}
