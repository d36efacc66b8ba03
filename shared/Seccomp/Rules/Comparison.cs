namespace Kiln.Seccomp.Rules;

/// <summary>Unsigned comparisons of an argument. The numbers are part of the binary format.</summary>
public enum Comparison
{
    /// <summary>The argument equals the value.</summary>
    Equal = 1,

    /// <summary>The argument differs from the value.</summary>
    NotEqual = 2,

    /// <summary>The argument is less than the value.</summary>
    Less = 3,

    /// <summary>The argument is at most the value.</summary>
    LessOrEqual = 4,

    /// <summary>The argument is greater than the value.</summary>
    Greater = 5,

    /// <summary>The argument is at least the value.</summary>
    GreaterOrEqual = 6,

    /// <summary>The masked bits equal the value.</summary>
    MaskedEqual = 7,

    /// <summary>The argument is one of the values.</summary>
    In = 8,

    /// <summary>The argument is none of the values.</summary>
    NotIn = 9,

    /// <summary>The argument has no bit that the value lacks.</summary>
    FlagsSubsetOf = 10,
}
