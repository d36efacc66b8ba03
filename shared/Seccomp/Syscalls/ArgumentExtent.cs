namespace Kiln.Seccomp.Syscalls;

/// <summary>How much of an argument's register the kernel looks at.</summary>
public enum ArgumentExtent
{
    /// <summary>It is not known, or depends on another argument, as with <c>ioctl</c>.</summary>
    Unknown,

    /// <summary>Nothing: the call has no such argument.</summary>
    None,

    /// <summary>The low 32 bits.</summary>
    Low32,

    /// <summary>All 64 bits.</summary>
    All64,
}
