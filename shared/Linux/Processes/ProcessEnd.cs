using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.Linux.Processes;

/// <summary>How a child ended.</summary>
/// <param name="Status">The status as wait4(2) gives it.</param>
public readonly record struct ProcessEnd(int Status)
{
    [NotInHeader("the bits of WTERMSIG of sys/wait.h")]
    private const int SignalBits = 0x7F;

    [NotInHeader("what shells add to the number of the signal that ended a program")]
    private const int SignalStatus = 128;

    /// <summary>The exit status as shells show it: for an end by a signal 128 and its number.</summary>
    public int ShellStatus => (Status & SignalBits) == 0 ? Status >> 8 : SignalStatus + (Status & SignalBits);

    /// <summary>Waits for a child's end and takes its status, so that no zombie is left.</summary>
    /// <returns>Status 0 when the kernel kept none, since this process ignores SIGCHLD.</returns>
    /// <exception cref="LinuxException">Never for a child of this process.</exception>
    public static unsafe ProcessEnd Of(int child)
    {
        int status = 0;
        while (Native.waitpid(child, &status, 0) != child)
        {
            SystemError error = SystemError.Last("waitpid", $"process {child}");
            if (error.Errno == Errno.ECHILD)
            {
                return default;
            }
            if (error.Errno != Errno.EINTR)
            {
                throw new LinuxException(error);
            }
        }
        return new ProcessEnd(status);
    }

    public override string ToString() => (Status & SignalBits) == 0 ? $"status {Status >> 8}" : $"{(Signal)(Status & SignalBits)}";
}
