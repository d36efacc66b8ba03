using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Installs seccomp(2) filters. Filters stack: each one can only restrict further.</summary>
public static unsafe class SeccompFilter
{
    /// <summary>Prepares to install a program on the calling thread.</summary>
    /// <param name="program">1 to 4096 instructions; no_new_privs must be set by then.</param>
    public static void PrepareInstalling(CallSequence calls, ReadOnlySpan<sock_filter> program)
    {
        sock_fprog argument = new() { len = checked((ushort)program.Length), filter = (sock_filter*)CallSequence.Keep(program) };
        nuint mode = (nuint)(uint)SeccompOperation.SECCOMP_SET_MODE_FILTER;
        calls.Add("seccomp", SystemCall.SYS_seccomp, mode, 0, CallSequence.Keep<sock_fprog>([argument]));
    }

    /// <summary>Installs a program on the calling thread or on all threads of the process.</summary>
    /// <param name="program">1 to 4096 instructions; no_new_privs must be set.</param>
    /// <see cref="SeccompFlags.SECCOMP_FILTER_FLAG_TSYNC"/> for all threads.
    /// <returns>Null, or the error; the program is then installed on no thread.</returns>
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
                // With TSYNC a positive result is the id of a thread that could not be synchronized; errno is not set.
                _ => new SystemError(Errno.ESRCH, "seccomp", $"thread {result}, whose filters differ"),
            };
        }
    }
}
