using System.Runtime.CompilerServices;

namespace Kiln.Linux.Errors;

/// <summary>A system call failed outside the guest's path, where failures are results.</summary>
/// <param name="error">What failed.</param>
public sealed class LinuxException(SystemError error) : Exception(error.ToString())
{
    /// <summary>What failed.</summary>
    public SystemError Error { get; } = error;

    /// <summary>Passes a result through, or throws when it is -1.</summary>
    /// <param name="result">What a libc function returned.</param>
    /// <param name="call">The function's name.</param>
    /// <param name="path">The path or object that it was called on.</param>
    /// <returns><paramref name="result"/>.</returns>
    /// <exception cref="LinuxException">The result is -1; errno says why.</exception>
    public static int ThrowIfFailed(int result, string call, string? path = null)
    {
        if (result == -1)
        {
            Throw(call, path);
        }
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(string call, string? path) => throw new LinuxException(SystemError.Last(call, path));
}
