using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

public static class CurrentThread
{
    /// <summary>The thread id, in the process's pid namespace.</summary>
    public static int Id => (int)Native.Raw(SystemCall.SYS_gettid);

    /// <summary>Sleeps for a time, or until a signal is handled. Unlike Thread.Sleep it makes no other system calls.</summary>
    /// <param name="milliseconds">Less than 1000.</param>
    public static void Sleep(int milliseconds) => _ = LibC.usleep((uint)milliseconds * 1000);

    /// <summary>Sends a signal to a thread of this process (tgkill(2)).</summary>
    /// <returns>Null, or the error; ESRCH when the thread has ended.</returns>
    public static SystemError? Signal(int threadId, Signal signal) =>
        Native.Raw(SystemCall.SYS_tgkill, (nuint)(int)LibC.getpid(), (nuint)threadId, (nuint)(int)signal) == 0
            ? null
            : SystemError.Last("tgkill", $"thread {threadId}");
}
