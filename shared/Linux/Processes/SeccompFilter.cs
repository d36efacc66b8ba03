using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Installs system call filters (seccomp(2)). Filters stack: each can only tighten those before it.</summary>
public static unsafe class SeccompFilter
{
    /// <summary>Prepares to put a program on the calling thread.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="program">1 to 4096 instructions; no_new_privs must be set by then.</param>
    public static void PrepareInstalling(CallSequence calls, ReadOnlySpan<sock_filter> program)
    {
        sock_fprog argument = new() { len = checked((ushort)program.Length), filter = (sock_filter*)CallSequence.Keep(program) };
        nuint mode = (nuint)(uint)SeccompOperation.SECCOMP_SET_MODE_FILTER;
        calls.Add("seccomp", SystemCall.SYS_seccomp, mode, 0, CallSequence.Keep<sock_fprog>([argument]));
    }

    /// <summary>Puts a program on the calling thread, or on every thread of the process.</summary>
    /// <param name="program">1 to 4096 instructions; no_new_privs must be set.</param>
    /// <param name="flags"><see cref="SeccompFlags.SECCOMP_FILTER_FLAG_TSYNC"/> for every thread.</param>
    /// <returns>Null, or why the program is not in force on any thread.</returns>
    public static SystemError? Install(ReadOnlySpan<sock_filter> program, SeccompFlags flags)
    {
        fixed (sock_filter* first = program)
        {
            sock_fprog argument = new() { len = checked((ushort)program.Length), filter = first };
            nint result = Native.Raw(
                SystemCall.SYS_seccomp,
                (nuint)(uint)SeccompOperation.SECCOMP_SET_MODE_FILTER,
                (nuint)(uint)flags,
                (nuint)(&argument));
            return result switch
            {
                0 => null,
                < 0 => SystemError.Last("seccomp"),
                // With TSYNC a positive result is the thread that could not follow, and errno is not set.
                _ => new SystemError(Errno.ESRCH, "seccomp", $"thread {result}, whose filters differ"),
            };
        }
    }
}
