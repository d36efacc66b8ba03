namespace Kiln.Seccomp.Rules;

/// <summary>How a condition compares an argument, always without a sign. The numbers are part of the container's format.</summary>
public enum Comparison
{
    /// <summary>The argument is the value.</summary>
    Equal = 1,

    /// <summary>The argument is not the value.</summary>
    NotEqual = 2,

    /// <summary>The argument is below the value.</summary>
    Less = 3,

    /// <summary>The argument is the value or below it.</summary>
    LessOrEqual = 4,

    /// <summary>The argument is above the value.</summary>
    Greater = 5,

    /// <summary>The argument is the value or above it.</summary>
    GreaterOrEqual = 6,

    /// <summary>The bits under the mask are the value's.</summary>
    MaskedEqual = 7,

    /// <summary>The argument is one of the values.</summary>
    In = 8,

    /// <summary>The argument is none of the values.</summary>
    NotIn = 9,

    /// <summary>Every bit of the argument is one of the value's.</summary>
    FlagsSubsetOf = 10,
}
