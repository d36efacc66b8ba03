using Kiln.Seccomp.Abi;

namespace Kiln.Seccomp.Rules;

/// <summary>What a filter answers to a call: an action of the kernel's, and 16 bits that go with it.</summary>
/// <param name="Value">As a program returns it.</param>
public readonly record struct FilterAction(uint Value)
{
    /// <summary>The largest errno that the kernel reports; it lowers others to this (MAX_ERRNO).</summary>
    public const int LargestErrno = 4095;

    private const uint DataMask = 0xFFFF;

    /// <summary>Makes the call.</summary>
    public static FilterAction Allow => new((uint)SeccompAction.SECCOMP_RET_ALLOW);

    /// <summary>Makes the call, and has the kernel log it.</summary>
    public static FilterAction Log => new((uint)SeccompAction.SECCOMP_RET_LOG);

    /// <summary>Asks a tracer; without one the call fails with ENOSYS.</summary>
    public static FilterAction Trace => new((uint)SeccompAction.SECCOMP_RET_TRACE);

    /// <summary>Ends the thread by SIGSYS; the last one's end is the process's.</summary>
    public static FilterAction KillThread => new((uint)SeccompAction.SECCOMP_RET_KILL_THREAD);

    /// <summary>Ends the process by SIGSYS, without its handler.</summary>
    public static FilterAction KillProcess => new((uint)SeccompAction.SECCOMP_RET_KILL_PROCESS);

    /// <summary>The action without its data.</summary>
    public SeccompAction Action => (SeccompAction)(Value & ~DataMask);

    /// <summary>What goes with it: the errno, or what a SIGSYS carries in si_errno.</summary>
    public ushort Data => (ushort)(Value & DataMask);

    /// <summary>Whether the call is made.</summary>
    public bool Permits => Action is SeccompAction.SECCOMP_RET_ALLOW or SeccompAction.SECCOMP_RET_LOG;

    /// <summary>Lets the call fail.</summary>
    /// <param name="number">1 to <see cref="LargestErrno"/>.</param>
    public static FilterAction Errno(int number) => new((uint)SeccompAction.SECCOMP_RET_ERRNO | (ushort)number);

    /// <summary>Sends SIGSYS to the thread in place of the call.</summary>
    /// <param name="data">What the signal carries in si_errno: the number of the profile.</param>
    public static FilterAction Trap(int data) => new((uint)SeccompAction.SECCOMP_RET_TRAP | (ushort)data);

    /// <summary>Whether this one prevails where another filter of the same thread answers otherwise.</summary>
    /// <param name="other">The other answer.</param>
    public bool IsStricterThan(FilterAction other) => (int)Action < (int)other.Action;

    /// <summary>As profiles write it.</summary>
    public override string ToString() => Action switch
    {
        SeccompAction.SECCOMP_RET_ALLOW => "allow",
        SeccompAction.SECCOMP_RET_LOG => "log",
        SeccompAction.SECCOMP_RET_TRACE => "trace",
        SeccompAction.SECCOMP_RET_ERRNO => $"errno({ErrnoName})",
        SeccompAction.SECCOMP_RET_TRAP => "trap",
        SeccompAction.SECCOMP_RET_KILL_THREAD => "kill_thread",
        SeccompAction.SECCOMP_RET_KILL_PROCESS => "kill_process",
        _ => $"0x{Value:x8}",
    };

    private string ErrnoName => new Linux.Errors.Errno(Data).Name is var name && Linux.Errors.Errno.Named(name) is null ? $"{Data}" : name;
}
