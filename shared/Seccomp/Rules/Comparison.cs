namespace Kiln.Seccomp;

/// <summary>How a condition compares an argument.</summary>
public enum Comparison
{
    /// <summary>The argument is the value.</summary>
    Equal,

    /// <summary>The argument is not the value.</summary>
    NotEqual,

    /// <summary>The bits under the mask are the value's.</summary>
    MaskedEqual,

    /// <summary>The argument is one of the values.</summary>
    In,

    /// <summary>Every bit of the argument is one of the value's.</summary>
    FlagsSubsetOf,
}
