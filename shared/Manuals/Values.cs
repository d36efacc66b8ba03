using System.Linq;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Manuals;

/// <summary>What a shell can offer as the value of an option or operand.</summary>
internal static class Values
{
    // Threads of a monitor first, which are asked about most; the programs that no thread has for long behind them.
    private static readonly string[] _threads = ["vmm", "api", "vcpu", "runtime", "setup", "launch"];

    private static readonly string[] _calls = [.. SyscallTable.Numbers.Select(number => SyscallTable.NameOf(number)!).Order(StringComparer.Ordinal)];

    /// <summary>Derives the kind of a value.</summary>
    /// <param name="name">The value's name in help.</param>
    internal static ValueKind KindOf(string name) => name switch
    {
        _ when ChoicesOf(name).Count > 0 => ValueKind.Choice,
        "FILE" or "PATH" or "STATE" or "MEMORY" => ValueKind.File,
        "DIR" or "OLD" or "NEW" => ValueKind.Directory,
        "PID" => ValueKind.Process,
        "USER" => ValueKind.User,
        "GROUP" => ValueKind.Group,
        _ => ValueKind.Free,
    };

    /// <summary>The words of a choice; none for a value of another kind.</summary>
    /// <param name="name">The value's name in help.</param>
    internal static IReadOnlyList<string> ChoicesOf(string name) => name switch
    {
        "THREAD" or "PROFILE" => _threads,
        "CALL" => _calls,
        _ when name.Contains('|') => name.Split('|'),
        _ => [],
    };
}
