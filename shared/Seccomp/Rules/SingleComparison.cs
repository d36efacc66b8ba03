namespace Kiln.Seccomp.Rules;

/// <summary>Comparisons with one value. Allocates nothing and takes no lock: a signal handler may compare.</summary>
internal static class SingleComparison
{
    /// <summary>Whether a comparison holds; lists are their owners' business.</summary>
    /// <param name="comparison">Any but In and NotIn.</param>
    /// <param name="seen">What the condition sees of the argument.</param>
    /// <param name="value">The value.</param>
    /// <param name="mask">The bits that MaskedEqual compares.</param>
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
