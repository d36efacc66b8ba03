namespace Kiln.Linux.Abi;

/// <summary>Flags of signalfd4(2).</summary>
[Flags]
[CHeader("sys/signalfd.h")]
public enum SignalFdFlags
{
    SFD_NONBLOCK = 0x800,

    SFD_CLOEXEC = 0x80000,
}
