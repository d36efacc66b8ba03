using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Profiles.Binding;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Why;

/// <summary>Reads the name of a system call as headers, kernels and people write it.</summary>
internal static class SyscallName
{
    // Longest first.
    private static readonly string[] _prefixes = ["__x64_sys_", "__nr_", "sys_"];

    /// <summary>The number of a call of x86_64; null when there is none of this name.</summary>
    /// <param name="text">For example <c>ioctl</c>, <c>16</c>, <c>sys_ioctl</c>, <c>__NR_ioctl</c>, <c>IOCTL</c>.</param>
    internal static int? NumberOf(string text) => SyscallTable.NumberOf(text)
        ?? (CallValue.NumberOf(text) is <= int.MaxValue and var number ? (int)number : SyscallTable.NumberOf(Plain(text)));

    /// <summary>The number of a call of x86_64.</summary>
    /// <exception cref="JailerFailure">There is none of this name.</exception>
    internal static int Demand(string text) => NumberOf(text)
        ?? throw new JailerFailure($"there is no system call '{text}' on x86_64; {Suggestion.For(Plain(text), SyscallTable.Numbers.Select(number => SyscallTable.NameOf(number)!))}");

    private static string Plain(string text)
    {
        string name = text.ToLowerInvariant();
        return Array.Find(_prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? name[found.Length..] : name;
    }
}
