namespace Kiln.Seccomp.Container;

/// <summary>What a call is to the rules of a program.</summary>
public enum RuleMatch
{
    /// <summary>No rule names it.</summary>
    None,

    /// <summary>Rules name it, and it satisfies none.</summary>
    Partial,

    /// <summary>It satisfies a rule.</summary>
    Whole,
}
