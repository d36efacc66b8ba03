using Kiln.Linux.Abi;

namespace Kiln.Vmm.Foundation;

/// <summary>Requests to a terminal (ioctl_tty(2)).</summary>
[CHeader("sys/ioctl.h")]
internal enum TerminalRequest : uint
{
    /// <summary>Reads the mode.</summary>
    TCGETS = 0x5401,

    /// <summary>Sets the mode at once.</summary>
    TCSETS = 0x5402,
}
