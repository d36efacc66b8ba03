using System.Text;

namespace Kiln.Seccomp.Syscalls;

/// <summary>
/// The system calls of x86_64 and aarch64 by name and number, up to Linux 6.19, the last 6.x. Members without an architecture parameter
/// refer to x86_64.
/// </summary>
public static partial class SyscallTable
{
    private static Dictionary<string, int>? _numbers;
    private static Dictionary<string, int>? _arm64Numbers;

    /// <summary>All assigned numbers, ascending.</summary>
    public static IEnumerable<int> Numbers => NumbersOf(SyscallArchitecture.X64);

    /// <summary>All assigned numbers of an architecture, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The architecture is unknown; thrown on enumeration.</exception>
    public static IEnumerable<int> NumbersOf(SyscallArchitecture architecture)
    {
        for (int number = 0; number < Limit; number++)
        {
            if (!Utf8NameOf(architecture, number).IsEmpty)
            {
                yield return number;
            }
        }
    }

    /// <summary>The name of a call; empty if the number is unassigned. Takes no memory and no lock: a signal handler may use it.</summary>
    public static ReadOnlySpan<byte> Utf8NameOf(int number) => X64(number);

    /// <summary>The name of a call, or null when the number is unassigned.</summary>
    public static string? NameOf(int number) => NameOf(SyscallArchitecture.X64, number);

    /// <summary>The name of a call on an architecture, or null when the number is unassigned there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The architecture is unknown.</exception>
    public static string? NameOf(SyscallArchitecture architecture, int number) =>
        Utf8NameOf(architecture, number) is { IsEmpty: false } name ? Encoding.ASCII.GetString(name) : null;

    /// <summary>The number of a call, or null when the name is unknown.</summary>
    /// <param name="name">For example <c>openat</c>.</param>
    public static int? NumberOf(string name) => NumberOf(SyscallArchitecture.X64, name);

    /// <summary>The number of a call on an architecture, or null when the name is unknown there.</summary>
    /// <param name="name">For example <c>openat</c>; aarch64 has no <c>open</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The architecture is unknown.</exception>
    public static int? NumberOf(SyscallArchitecture architecture, string name)
    {
        Dictionary<string, int> numbers = architecture switch
        {
            SyscallArchitecture.X64 => _numbers ??= CreateNumbers(architecture),
            SyscallArchitecture.Arm64 => _arm64Numbers ??= CreateNumbers(architecture),
            _ => throw new ArgumentOutOfRangeException(nameof(architecture)),
        };
        return numbers.TryGetValue(name, out int number) ? number : null;
    }

    private static ReadOnlySpan<byte> Utf8NameOf(SyscallArchitecture architecture, int number) => architecture switch
    {
        SyscallArchitecture.X64 => X64(number),
        SyscallArchitecture.Arm64 => Arm64(number),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture)),
    };

    private static Dictionary<string, int> CreateNumbers(SyscallArchitecture architecture)
    {
        Dictionary<string, int> numbers = [];
        foreach (int number in NumbersOf(architecture))
        {
            numbers.Add(NameOf(architecture, number)!, number);
        }
        return numbers;
    }
}
