using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Tracing;

/// <summary>
/// A thread of another process, stopped by ptrace(2) while this object lives. It then resumes; an interrupted system call returns EINTR.
/// Use it from a single thread of this process: the kernel identifies a tracer by its thread.
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

    /// <returns>Null, or the error: EPERM when it may not be traced, ESRCH when it has ended.</returns>
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
        // A low byte other than 0x7F means that the thread has ended.
        if ((status & 0xFF) != 0x7F)
        {
            return new SystemError(Errno.ESRCH, "ptrace", $"thread {id}");
        }
        // The bits above 16 hold the reason. A signal that arrived at that moment is delivered when the thread resumes.
        thread = new StoppedThread(id, status >> 16 == (int)TraceEvent.PTRACE_EVENT_STOP ? 0 : (status >> 8) & 0xFF);
        return null;
    }

    /// <summary>Copies a seccomp filter of the thread.</summary>
    /// <param name="index">The position of the filter, 0 for the oldest.</param>
    /// <param name="program">The instructions; null when there are no more filters.</param>
    /// <returns>
    /// Null, or the error: EACCES without CAP_SYS_ADMIN or under a filter, EINVAL when the thread has no filter, EIO when the kernel lacks support.
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

    public void Dispose() => _ = Native.ptrace((nint)TraceRequest.PTRACE_DETACH, _id, 0, (nuint)_signal);
}
