namespace Kiln.Seccomp.Container;

/// <summary>How well a call matches the rules of a program.</summary>
public enum RuleMatch
{
    /// <summary>No rule names the call.</summary>
    None,

    /// <summary>Rules name the call, but it satisfies none of them.</summary>
    Partial,

    /// <summary>The call satisfies a rule.</summary>
    Whole,
}
