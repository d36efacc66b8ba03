namespace Kiln.Probes.KernelAgreement;

/// <summary>How an argument lies to a condition. One argument can be in several.</summary>
internal enum Situation
{
    /// <summary>One below a value of the condition's.</summary>
    Below,

    /// <summary>A value of the condition's, all 64 bits of it.</summary>
    At,

    /// <summary>One above a value of the condition's.</summary>
    Above,

    /// <summary>The low half of a value under another high half.</summary>
    OtherHighHalf,

    /// <summary>Wherever the condition holds.</summary>
    Matching,

    /// <summary>Wherever it does not.</summary>
    NotMatching,
}
