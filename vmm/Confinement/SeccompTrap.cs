using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>The siginfo_t of a SIGSYS.</summary>
[NotInHeader("siginfo_t's fields are macros of its unions; a test compares these offsets with the compiler's")]
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SeccompTrap
{
    /// <summary>SYS_SECCOMP in si_code: a filter sent the signal, not a person.</summary>
    [NotInHeader("SYS_SECCOMP; a test compares it with the compiler's")]
    internal const int FromFilter = 1;

    /// <summary>SI_USER in si_code, and every number below it: a process sent the signal, not the kernel.</summary>
    [NotInHeader("SI_USER; a test compares it with the compiler's")]
    internal const int FromProcess = 0;

    /// <summary>SI_TKILL in si_code: a thread sent the signal to a thread, as abort(3) does.</summary>
    [NotInHeader("SI_TKILL; a test compares it with the compiler's")]
    internal const int FromThread = -6;

    /// <summary>What the program gave along (si_errno): the number of its profile, see <see cref="FilterProfile"/>.</summary>
    [FieldOffset(4)]
    internal int Profile;

    /// <summary>How the signal was sent.</summary>
    [FieldOffset(8)]
    internal int Code;

    /// <summary>The instruction after the system call.</summary>
    [FieldOffset(16)]
    internal ulong CallAddress;

    /// <summary>The process that sent a signal, in place of <see cref="CallAddress"/> where one did (si_pid).</summary>
    [FieldOffset(16)]
    internal int Sender;

    /// <summary>The system call's number.</summary>
    [FieldOffset(24)]
    internal int Syscall;

    /// <summary>AUDIT_ARCH of the call.</summary>
    [FieldOffset(28)]
    internal uint Architecture;
}
