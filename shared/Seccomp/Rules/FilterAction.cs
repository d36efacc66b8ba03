using Kiln.Seccomp.Abi;

namespace Kiln.Seccomp.Rules;

/// <summary>A filter's answer to a call: a seccomp action and 16 bits of data.</summary>
/// <param name="Value">The value that a program returns.</param>
public readonly record struct FilterAction(uint Value)
{
    /// <summary>The largest errno that the kernel reports; it reduces larger ones to this (MAX_ERRNO).</summary>
    public const int LargestErrno = 4095;

    private const uint DataMask = 0xFFFF;

    public static FilterAction Allow => new((uint)SeccompAction.SECCOMP_RET_ALLOW);

    /// <summary>Allows the call and has the kernel log it.</summary>
    public static FilterAction Log => new((uint)SeccompAction.SECCOMP_RET_LOG);

    /// <summary>Notifies a tracer; without one the call fails with ENOSYS.</summary>
    public static FilterAction Trace => new((uint)SeccompAction.SECCOMP_RET_TRACE);

    /// <summary>Kills the thread with SIGSYS; if it is the last one, the process ends.</summary>
    public static FilterAction KillThread => new((uint)SeccompAction.SECCOMP_RET_KILL_THREAD);

    /// <summary>Kills the process with SIGSYS, bypassing handlers.</summary>
    public static FilterAction KillProcess => new((uint)SeccompAction.SECCOMP_RET_KILL_PROCESS);

    /// <summary>The action without its data.</summary>
    public SeccompAction Action => (SeccompAction)(Value & ~DataMask);

    /// <summary>The data: the errno, or the si_errno of a SIGSYS.</summary>
    public ushort Data => (ushort)(Value & DataMask);

    /// <summary>Whether the call is executed.</summary>
    public bool Permits => Action is SeccompAction.SECCOMP_RET_ALLOW or SeccompAction.SECCOMP_RET_LOG;

    /// <summary>Fails the call with an errno.</summary>
    /// <param name="number">1 to <see cref="LargestErrno"/>.</param>
    public static FilterAction Errno(int number) => new((uint)SeccompAction.SECCOMP_RET_ERRNO | (ushort)number);

    /// <summary>Sends SIGSYS to the thread instead of executing the call.</summary>
    /// <param name="data">The si_errno of the signal: the number of the profile.</param>
    public static FilterAction Trap(int data) => new((uint)SeccompAction.SECCOMP_RET_TRAP | (ushort)data);

    /// <summary>
    /// What the kernel makes of it: data counts only where somebody is given it, a large errno is <see cref="LargestErrno"/>, and an action that the kernel
    /// does not know kills the process.
    /// </summary>
    public FilterAction Effect => Action switch
    {
        SeccompAction.SECCOMP_RET_ERRNO => Errno(Math.Min((int)Data, LargestErrno)),
        SeccompAction.SECCOMP_RET_TRAP or SeccompAction.SECCOMP_RET_TRACE => this,
        SeccompAction.SECCOMP_RET_ALLOW or SeccompAction.SECCOMP_RET_LOG or SeccompAction.SECCOMP_RET_USER_NOTIF or SeccompAction.SECCOMP_RET_KILL_THREAD =>
            new FilterAction((uint)Action),
        _ => KillProcess,
    };

    /// <summary>Whether this action wins over another filter's on the same thread.</summary>
    public bool IsStricterThan(FilterAction other) => (int)Action < (int)other.Action;

    /// <summary>The action as written in profiles.</summary>
    public override string ToString() => Action switch
    {
        SeccompAction.SECCOMP_RET_ALLOW => "allow",
        SeccompAction.SECCOMP_RET_LOG => "log",
        SeccompAction.SECCOMP_RET_TRACE => "trace",
        SeccompAction.SECCOMP_RET_USER_NOTIF => "notify",
        SeccompAction.SECCOMP_RET_ERRNO => $"errno({ErrnoName})",
        SeccompAction.SECCOMP_RET_TRAP => "trap",
        SeccompAction.SECCOMP_RET_KILL_THREAD => "kill_thread",
        SeccompAction.SECCOMP_RET_KILL_PROCESS => "kill_process",
        _ => $"0x{Value:x8}",
    };

    private string ErrnoName => new Linux.Errors.Errno(Data).Name is var name && Linux.Errors.Errno.Named(name) is null ? $"{Data}" : name;
}
