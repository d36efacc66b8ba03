using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>Operations on other processes.</summary>
public static class OtherProcess
{
    /// <summary>Kills a process (SIGKILL). A process that has already ended is not an error.</summary>
    /// <param name="id">The pid, above 0: other values mean process groups, including the caller's own.</param>
    /// <exception cref="LinuxException">The caller lacks permission.</exception>
    public static void Kill(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        if (LibC.kill((pid_t)id, (int)Signal.SIGKILL) != 0 && SystemError.Last("kill", $"process {id}") is var error && error.Errno != Errno.ESRCH)
        {
            throw new LinuxException(error);
        }
    }
}
