namespace Kiln.Seccomp.Syscalls;

/// <summary>An architecture whose system calls and constants the tables know.</summary>
public enum SyscallArchitecture
{
    /// <summary>64-bit x86, x86_64.</summary>
    X64,

    /// <summary>64-bit Arm, aarch64.</summary>
    Arm64,
}
