using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>A process that is not this one.</summary>
public static class OtherProcess
{
    /// <summary>Ends a process for good (SIGKILL). That it has ended already is no failure.</summary>
    /// <param name="id">Its number, above 0: the others mean groups, this one's among them.</param>
    /// <exception cref="LinuxException">The caller may not.</exception>
    public static void Kill(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        if (LibC.kill((pid_t)id, (int)Signal.SIGKILL) != 0 && SystemError.Last("kill", $"process {id}") is var error && error.Errno != Errno.ESRCH)
        {
            throw new LinuxException(error);
        }
    }
}
