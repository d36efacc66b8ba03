using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The calling thread as the kernel knows it.</summary>
public static class CurrentThread
{
    /// <summary>Its number in the process's pid namespace.</summary>
    public static int Id => (int)Native.Raw(SystemCall.SYS_gettid);

    /// <summary>Waits for a time, or until a signal is handled. Unlike the runtime's own sleep it takes nothing but that from the kernel.</summary>
    /// <param name="milliseconds">How long; less than a second.</param>
    public static void Sleep(int milliseconds) => _ = LibC.usleep((uint)milliseconds * 1000);

    /// <summary>Sends a signal to one thread of this process (tgkill(2)).</summary>
    /// <param name="threadId">The thread.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>Null, or why not; ESRCH when the thread has ended.</returns>
    public static SystemError? Signal(int threadId, Signal signal) =>
        Native.Raw(SystemCall.SYS_tgkill, (nuint)(int)LibC.getpid(), (nuint)threadId, (nuint)(int)signal) == 0
            ? null
            : SystemError.Last("tgkill", $"thread {threadId}");
}
