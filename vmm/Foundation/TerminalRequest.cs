using Kiln.Linux.Abi;

namespace Kiln.Vmm.Foundation;

/// <summary>ioctl requests of terminals (ioctl_tty(2)).</summary>
[CHeader("sys/ioctl.h")]
internal enum TerminalRequest : uint
{
    /// <summary>Reads the terminal's attributes.</summary>
    TCGETS = 0x5401,

    /// <summary>Sets the terminal's attributes immediately.</summary>
    TCSETS = 0x5402,
}
