using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Diagnostics;

/// <summary>The architectures that profiles can be compiled for, by the names that the kernel has for them.</summary>
public static class Architectures
{
    /// <summary>The name of an architecture.</summary>
    /// <param name="architecture">The architecture.</param>
    public static string NameOf(SyscallArchitecture architecture) => architecture == SyscallArchitecture.X64 ? "x86_64" : "aarch64";

    /// <summary>The architecture of a name, or null when there is none.</summary>
    /// <param name="name">For example <c>aarch64</c>.</param>
    public static SyscallArchitecture? Named(string name) => name switch
    {
        "x86_64" => SyscallArchitecture.X64,
        "aarch64" => SyscallArchitecture.Arm64,
        _ => null,
    };
}
