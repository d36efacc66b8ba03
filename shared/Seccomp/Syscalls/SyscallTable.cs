using System.Text;

namespace Kiln.Seccomp;

/// <summary>The system calls of x86_64 by name and number, up to Linux 6.19, the last 6.x.</summary>
public static partial class SyscallTable
{
    private static Dictionary<string, int>? _numbers;

    /// <summary>Every number that has a name, ascending.</summary>
    public static IEnumerable<int> Numbers
    {
        get
        {
            for (int number = 0; number < Limit; number++)
            {
                if (!X64(number).IsEmpty)
                {
                    yield return number;
                }
            }
        }
    }

    /// <summary>The name of a call; empty when the number has none. Allocates nothing and takes no lock: a signal handler may.</summary>
    /// <param name="number">Any number.</param>
    public static ReadOnlySpan<byte> Utf8NameOf(int number) => X64(number);

    /// <summary>The name of a call, or null when the number has none.</summary>
    /// <param name="number">Any number.</param>
    public static string? NameOf(int number) => X64(number) is { IsEmpty: false } name ? Encoding.ASCII.GetString(name) : null;

    /// <summary>The number of a call, or null when there is none of the name.</summary>
    /// <param name="name">For example <c>openat</c>.</param>
    public static int? NumberOf(string name)
    {
        _numbers ??= CreateNumbers();
        return _numbers.TryGetValue(name, out int number) ? number : null;
    }

    private static Dictionary<string, int> CreateNumbers()
    {
        Dictionary<string, int> numbers = [];
        foreach (int number in Numbers)
        {
            numbers.Add(NameOf(number)!, number);
        }
        return numbers;
    }
}
