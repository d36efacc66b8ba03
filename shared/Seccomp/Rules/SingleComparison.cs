namespace Kiln.Seccomp.Rules;

/// <summary>Comparisons with a single value. Allocates nothing and takes no lock, so a signal handler may use it.</summary>
internal static class SingleComparison
{
    /// <summary>Whether a comparison holds; callers handle lists.</summary>
    /// <param name="comparison">Any comparison except In and NotIn.</param>
    /// <param name="seen">The part of the argument that the condition sees.</param>
    /// <param name="mask">The mask of MaskedEqual.</param>
    internal static bool Holds(Comparison comparison, ulong seen, ulong value, ulong mask) => comparison switch
    {
        Comparison.Equal => seen == value,
        Comparison.NotEqual => seen != value,
        Comparison.Less => seen < value,
        Comparison.LessOrEqual => seen <= value,
        Comparison.Greater => seen > value,
        Comparison.GreaterOrEqual => seen >= value,
        Comparison.MaskedEqual => (seen & mask) == value,
        _ => (seen & ~value) == 0,
    };
}
