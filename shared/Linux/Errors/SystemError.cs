using System.Runtime.InteropServices;

namespace Kiln.Linux.Errors;

/// <summary>A failed system call: its name, its object and the error.</summary>
/// <param name="Errno">The kernel's error number.</param>
/// <param name="Call">The name in section 2 of the manual, for example <c>openat2</c>.</param>
/// <param name="Path">The path or object of the call, if any.</param>
public readonly record struct SystemError(Errno Errno, string Call, string? Path = null)
{
    /// <summary>The error of the last libc call on this thread that sets errno.</summary>
    /// <param name="path">The path or object of the call.</param>
    public static SystemError Last(string call, string? path = null) => new(new Errno(Marshal.GetLastPInvokeError()), call, path);

    /// <summary>One line: <c>openat /dev/kvm: EACCES: Permission denied (os error 13)</c>.</summary>
    public override string ToString() => Path is null ? $"{Call}: {Errno}" : $"{Call} {Path}: {Errno}";
}
