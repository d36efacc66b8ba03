namespace Kiln.Linux.Abi;

/// <summary>Flags of signalfd4(2).</summary>
[Flags]
[CHeader("sys/signalfd.h")]
public enum SignalFdFlags
{
    /// <summary>Reads do not wait.</summary>
    SFD_NONBLOCK = 0x800,

    /// <summary>Closed by execve.</summary>
    SFD_CLOEXEC = 0x80000,
}
