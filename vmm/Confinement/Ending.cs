using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>How a signal handler ends the process.</summary>
/// <param name="Code">How the signal was sent: the kernel's si_code.</param>
/// <param name="Syscall">Number of the forbidden system call; 0 unless it is a violation.</param>
internal readonly record struct Ending(EndingKind Kind, ExitCode Status, Signal Signal, int Code, int Syscall);
