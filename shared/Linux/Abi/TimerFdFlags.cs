namespace Kiln.Linux.Abi;

/// <summary>Flags of timerfd_create(2).</summary>
[Flags]
[CHeader("sys/timerfd.h")]
public enum TimerFdFlags
{
    TFD_NONBLOCK = 0x800,

    TFD_CLOEXEC = 0x80000,
}
