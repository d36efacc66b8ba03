using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>The fields of siginfo_t for SIGSYS.</summary>
[NotInHeader("siginfo_t's fields are macros of its unions; a test compares these offsets with the compiler's")]
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SeccompTrap
{
    /// <summary>SYS_SECCOMP in si_code: a filter raised the signal.</summary>
    [NotInHeader("SYS_SECCOMP; a test compares it with the compiler's")]
    internal const int FromFilter = 1;

    /// <summary>SI_USER in si_code; it and all smaller values mean that a process sent the signal, not the kernel.</summary>
    [NotInHeader("SI_USER; a test compares it with the compiler's")]
    internal const int FromProcess = 0;

    /// <summary>SI_TKILL in si_code: sent to a specific thread, as abort(3) does.</summary>
    [NotInHeader("SI_TKILL; a test compares it with the compiler's")]
    internal const int FromThread = -6;

    /// <summary>The filter's return data (si_errno): the number of its profile, see <see cref="FilterProfile"/>.</summary>
    [FieldOffset(4)]
    internal int Profile;

    /// <summary>How the signal was sent: si_code.</summary>
    [FieldOffset(8)]
    internal int Code;

    /// <summary>Address of the instruction after the system call.</summary>
    [FieldOffset(16)]
    internal ulong CallAddress;

    /// <summary>Pid of the sending process (si_pid), in place of <see cref="CallAddress"/>.</summary>
    [FieldOffset(16)]
    internal int Sender;

    /// <summary>Number of the system call.</summary>
    [FieldOffset(24)]
    internal int Syscall;

    /// <summary>AUDIT_ARCH value of the call.</summary>
    [FieldOffset(28)]
    internal uint Architecture;
}
