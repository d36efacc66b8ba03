using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>How a signal handler ends the process.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Status">What with.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Code">How it was sent, as the kernel says it: si_code.</param>
/// <param name="Syscall">The number of the call of a violation; zero otherwise.</param>
internal readonly record struct Ending(EndingKind Kind, ExitCode Status, Signal Signal, int Code, int Syscall);
