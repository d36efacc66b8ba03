namespace Kiln.Seccomp.Rules;

/// <summary>How much of an argument's register a condition compares.</summary>
public enum ArgumentWidth
{
    /// <summary>All 64 bits. At worst too strict: nothing that the kernel ignores can let a call through.</summary>
    Bits64,

    /// <summary>The low 32 bits: right only where the kernel's own parameter is no wider.</summary>
    Bits32,
}
