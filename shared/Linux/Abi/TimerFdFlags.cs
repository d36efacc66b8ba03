namespace Kiln.Linux.Abi;

/// <summary>Flags of timerfd_create(2).</summary>
[Flags]
[CHeader("sys/timerfd.h")]
public enum TimerFdFlags
{
    /// <summary>Reads do not wait.</summary>
    TFD_NONBLOCK = 0x800,

    /// <summary>Closed by execve.</summary>
    TFD_CLOEXEC = 0x80000,
}
