namespace Kiln.Seccomp.Syscalls;

/// <summary>An architecture with tables of system calls and constants.</summary>
public enum SyscallArchitecture
{
    X64,

    Arm64,
}
