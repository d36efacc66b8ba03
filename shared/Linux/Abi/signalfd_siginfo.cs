using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>One signal as read from a signalfd; the fields that Kiln uses, in a record of the kernel's size.</summary>
[CHeader("sys/signalfd.h")]
[StructLayout(LayoutKind.Explicit, Size = 128)]
public struct signalfd_siginfo
{
    /// <summary>The signal's number.</summary>
    [FieldOffset(0)]
    public uint ssi_signo;

    /// <summary>How it was sent: 0 by kill(2), positive by the kernel.</summary>
    [FieldOffset(8)]
    public int ssi_code;

    /// <summary>The sender's process.</summary>
    [FieldOffset(12)]
    public uint ssi_pid;
}
