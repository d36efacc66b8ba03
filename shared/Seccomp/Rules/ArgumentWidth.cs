namespace Kiln.Seccomp.Rules;

/// <summary>How much of an argument's register a condition looks at.</summary>
public enum ArgumentWidth
{
    /// <summary>All 64 bits. Too strict at worst: nothing that the kernel ignores can slip a call through.</summary>
    Bits64,

    /// <summary>The low 32 bits: right only where the kernel's own parameter is no wider.</summary>
    Bits32,
}
