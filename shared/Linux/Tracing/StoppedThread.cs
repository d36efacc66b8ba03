using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Tracing;

/// <summary>
/// A thread of another process that stands still as long as this object lives, and then goes on with what it was doing: a call that was
/// interrupted returns EINTR. All of it from one thread of this process: the kernel knows a tracer by its thread.
/// </summary>
public sealed unsafe class StoppedThread : IDisposable
{
    [NotInHeader("BPF_MAXINSNS of linux/bpf_common.h: what a filter has at most")]
    private const int LongestProgram = 4096;

    private readonly int _id;
    private readonly int _signal;

    private StoppedThread(int id, int signal)
    {
        _id = id;
        _signal = signal;
    }

    /// <summary>Stops a thread.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="thread">The thread.</param>
    /// <returns>Null, or why not: EPERM where it may not be traced, ESRCH where it has ended.</returns>
    public static SystemError? TryStop(int id, out StoppedThread? thread)
    {
        thread = null;
        if (Native.ptrace((nint)TraceRequest.PTRACE_SEIZE, id, 0, 0) < 0 || Native.ptrace((nint)TraceRequest.PTRACE_INTERRUPT, id, 0, 0) < 0)
        {
            return SystemError.Last("ptrace", $"thread {id}");
        }
        int status;
        while (Native.waitpid(id, &status, (int)WaitOptions.__WALL) != id)
        {
            SystemError error = SystemError.Last("waitpid", $"thread {id}");
            if (error.Errno != Errno.EINTR)
            {
                return error;
            }
        }
        // The low byte tells of an end unless it is 0x7F.
        if ((status & 0xFF) != 0x7F)
        {
            return new SystemError(Errno.ESRCH, "ptrace", $"thread {id}");
        }
        // Above 16 bits stands why it stopped. A signal that came just then is handed on when the thread goes on.
        thread = new StoppedThread(id, status >> 16 == (int)TraceEvent.PTRACE_EVENT_STOP ? 0 : (status >> 8) & 0xFF);
        return null;
    }

    /// <summary>Copies a filter that the thread carries.</summary>
    /// <param name="index">0 is the oldest.</param>
    /// <param name="program">Its instructions; null when there are no more filters.</param>
    /// <returns>
    /// Null, or why not: EACCES without CAP_SYS_ADMIN or under a filter, EINVAL where the thread has none, EIO on kernels that cannot.
    /// </returns>
    public SystemError? TryReadFilter(int index, out sock_filter[]? program)
    {
        sock_filter[] buffer = new sock_filter[LongestProgram];
        fixed (sock_filter* first = buffer)
        {
            nint length = Native.ptrace((nint)TraceRequest.PTRACE_SECCOMP_GET_FILTER, _id, (nuint)index, (nuint)first);
            SystemError error = SystemError.Last("ptrace PTRACE_SECCOMP_GET_FILTER", $"thread {_id}");
            program = length < 0 ? null : buffer[..(int)length];
            return length >= 0 || error.Errno == Errno.ENOENT ? null : error;
        }
    }

    /// <summary>Lets the thread go on.</summary>
    public void Dispose() => _ = Native.ptrace((nint)TraceRequest.PTRACE_DETACH, _id, 0, (nuint)_signal);
}
