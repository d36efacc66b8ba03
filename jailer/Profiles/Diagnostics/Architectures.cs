using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Diagnostics;

/// <summary>The architectures that profiles compile for, under the kernel's names.</summary>
public static class Architectures
{
    public static string NameOf(SyscallArchitecture architecture) => architecture == SyscallArchitecture.X64 ? "x86_64" : "aarch64";

    /// <summary>Looks up an architecture by name; null when it is unknown.</summary>
    /// <param name="name">For example <c>aarch64</c>.</param>
    public static SyscallArchitecture? Named(string name) => name switch
    {
        "x86_64" => SyscallArchitecture.X64,
        "aarch64" => SyscallArchitecture.Arm64,
        _ => null,
    };
}
