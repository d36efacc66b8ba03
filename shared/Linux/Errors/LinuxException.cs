using System.Runtime.CompilerServices;

namespace Kiln.Linux.Errors;

/// <summary>A system call failed outside the guest's I/O path, where errors are returned instead.</summary>
public sealed class LinuxException(SystemError error) : Exception(error.ToString())
{
    public SystemError Error { get; } = error;

    /// <summary>Returns a result unchanged, or throws if it is -1.</summary>
    /// <param name="result">The result of a libc function.</param>
    /// <param name="path">The path or object of the call, for the message.</param>
    /// <exception cref="LinuxException">The result is -1.</exception>
    public static int ThrowIfFailed(int result, string call, string? path = null)
    {
        if (result == -1)
        {
            Throw(call, path);
        }
        return result;
    }

    /// <summary>Returns a result unchanged, or throws if it is -1.</summary>
    /// <param name="result">The result of a libc function.</param>
    /// <param name="subject">The object of the call, for the message. Only a failure makes text of it, which an enumeration's member takes reflection for.</param>
    /// <exception cref="LinuxException">The result is -1.</exception>
    public static int ThrowIfFailed<T>(int result, string call, T subject)
        where T : struct
    {
        if (result == -1)
        {
            Throw(call, subject.ToString());
        }
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(string call, string? path) => throw new LinuxException(SystemError.Last(call, path));
}
