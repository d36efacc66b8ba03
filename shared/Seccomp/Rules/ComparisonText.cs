namespace Kiln.Seccomp.Rules;

/// <summary>Describes comparisons. Allocates nothing and takes no lock, so a signal handler may use it.</summary>
public static class ComparisonText
{
    /// <summary>The words between the argument and the value.</summary>
    public static ReadOnlySpan<byte> Of(Comparison comparison) => comparison switch
    {
        Comparison.Equal or Comparison.MaskedEqual => "must be"u8,
        Comparison.NotEqual => "must not be"u8,
        Comparison.Less => "must be below"u8,
        Comparison.LessOrEqual => "must be at most"u8,
        Comparison.Greater => "must be above"u8,
        Comparison.GreaterOrEqual => "must be at least"u8,
        Comparison.In => "must be one of"u8,
        Comparison.NotIn => "must be none of"u8,
        _ => "may have only bits of"u8,
    };
}
