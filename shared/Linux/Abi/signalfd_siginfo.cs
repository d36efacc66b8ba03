using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A signal as read from a signalfd: the fields that Kiln uses, in a struct of the kernel's size.</summary>
[CHeader("sys/signalfd.h")]
[StructLayout(LayoutKind.Explicit, Size = 128)]
public struct signalfd_siginfo
{
    [FieldOffset(0)]
    public uint ssi_signo;

    /// <summary>Origin: 0 for kill(2), positive for the kernel.</summary>
    [FieldOffset(8)]
    public int ssi_code;

    [FieldOffset(12)]
    public uint ssi_pid;
}
