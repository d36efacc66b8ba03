using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Tracing;

namespace Kiln.ProfileCommands.Threads;

/// <summary>The filters of a running thread, read back from the kernel.</summary>
/// <param name="Programs">The oldest first.</param>
/// <param name="Error">Why they could not be read; else null.</param>
internal sealed record CarriedPrograms(IReadOnlyList<sock_filter[]> Programs, SystemError? Error)
{
    /// <summary>Whether they could not be read because the thread has ended.</summary>
    internal bool HasEnded => Error?.Errno == Errno.ESRCH;

    /// <summary>Stops the thread while its filters are copied.</summary>
    internal static CarriedPrograms Read(ProcessThread thread)
    {
        if (StoppedThread.TryStop(thread.Id, out StoppedThread? stopped) is { } refusal)
        {
            return new CarriedPrograms([], refusal);
        }
        List<sock_filter[]> programs = [];
        using (stopped)
        {
            sock_filter[]? program;
            do
            {
                if (stopped!.TryReadFilter(programs.Count, out program) is { } error)
                {
                    // The kernel also returns EINVAL for a thread without filters.
                    return new CarriedPrograms([], error.Errno == Errno.EINVAL && !thread.IsFiltered ? null : error);
                }
                programs.AddRange(program is null ? [] : [program]);
            }
            while (program is not null);
        }
        return new CarriedPrograms(programs, null);
    }
}
