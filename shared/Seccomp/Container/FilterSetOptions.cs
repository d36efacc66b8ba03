namespace Kiln.Seccomp.Container;

/// <summary>Properties of a filter set.</summary>
[Flags]
public enum FilterSetOptions
{
    /// <summary>The shipped profiles, enforced.</summary>
    None = 0,

    /// <summary>Calls that no rule matches are logged and allowed: the set forbids little.</summary>
    LogOnly = 1,

    /// <summary>The set was compiled from profiles other than the shipped ones.</summary>
    Custom = 2,
}
