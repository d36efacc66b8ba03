namespace Kiln.Seccomp.Container;

/// <summary>What a set says of itself.</summary>
[Flags]
public enum FilterSetOptions
{
    /// <summary>The shipped profiles, enforced.</summary>
    None = 0,

    /// <summary>Calls that no rule answers are made and logged: the set forbids little.</summary>
    LogOnly = 1,

    /// <summary>It was made from other profiles than the shipped ones.</summary>
    Custom = 2,
}
