using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Attributes of this process and its threads (prctl(2)).</summary>
public static unsafe class ProcessControl
{
    /// <summary>The longest thread name, in bytes; the kernel truncates longer ones.</summary>
    [Abi.NotInHeader("TASK_COMM_LEN is not exported; a test reads a 15 byte name back")]
    public const int MaximumThreadName = 15;

    [Abi.NotInHeader("the kernel's default, 50 us, which no header has")]
    private const nuint StandardTimerSlack = 50_000;

    [Abi.NotInHeader("PR_MDWE_REFUSE_EXEC_GAIN, newer than some systems' headers")]
    private const nuint RefuseExecutableGain = 1;

    /// <summary>Whether other processes of the same user may trace this one and whether it dumps core.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static bool Dumpable
    {
        get => Call(ProcessControlOption.PR_GET_DUMPABLE) != 0;
        set => Call(ProcessControlOption.PR_SET_DUMPABLE, value ? 1u : 0u);
    }

    /// <summary>Whether execve can no longer grant privileges (no_new_privs). This is irrevocable.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static bool NoNewPrivileges => Call(ProcessControlOption.PR_GET_NO_NEW_PRIVS) != 0;

    /// <summary>Prepares to set no_new_privs.</summary>
    public static void PrepareNoNewPrivileges(CallSequence calls) =>
        calls.Add("prctl PR_SET_NO_NEW_PRIVS", Abi.SystemCall.SYS_prctl, (nuint)(int)ProcessControlOption.PR_SET_NO_NEW_PRIVS, 1);

    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void SetNoNewPrivileges() => Call(ProcessControlOption.PR_SET_NO_NEW_PRIVS, 1);

    /// <summary>Clears the signal that is sent when the parent dies.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void ClearParentDeathSignal() => Call(ProcessControlOption.PR_SET_PDEATHSIG);

    /// <summary>Makes this process the parent of its descendants whose parents have ended, in place of init.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void AdoptOrphans() => Call(ProcessControlOption.PR_SET_CHILD_SUBREAPER, 1);

    /// <summary>Lets the kernel delay timers of the calling thread by no more than it usually does; threads that it creates inherit that.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void ResetTimerSlack() => Call(ProcessControlOption.PR_SET_TIMERSLACK, StandardTimerSlack);

    /// <summary>Has the kernel refuse executable memory that is or was writable, whatever a filter allows. This is irrevocable.</summary>
    /// <returns>Null, or the error: EINVAL before Linux 6.3.</returns>
    public static SystemError? RefuseExecutableMemory() =>
        Native.prctl((int)ProcessControlOption.PR_SET_MDWE, RefuseExecutableGain, 0, 0, 0) == 0 ? null : SystemError.Last("prctl PR_SET_MDWE");

    /// <summary>Excludes all memory of the process from merging with equal pages of others (KSM).</summary>
    /// <returns>Null, or the error: EINVAL before Linux 6.4, which merges only memory that a process offers.</returns>
    public static SystemError? DisableMerging() =>
        Native.prctl((int)ProcessControlOption.PR_SET_MEMORY_MERGE, 0, 0, 0, 0) == 0 ? null : SystemError.Last("prctl PR_SET_MEMORY_MERGE");

    /// <summary>Names the calling thread, as shown in /proc and in violation reports.</summary>
    /// <param name="name">At most <see cref="MaximumThreadName"/> bytes.</param>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void NameThread(string name)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            Call(ProcessControlOption.PR_SET_NAME, (nuint)pointer);
        }
    }

    internal static int Call(ProcessControlOption option, nuint second = 0, nuint third = 0) =>
        LinuxException.ThrowIfFailed(Native.prctl((int)option, second, third, 0, 0), "prctl", option);
}
