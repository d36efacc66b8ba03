using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine;

/// <summary>When a machine's start was requested, by real time and by processor time.</summary>
/// <param name="Nanoseconds">Nanoseconds of the monotonic clock.</param>
/// <param name="ProcessorNanoseconds">Nanoseconds of processor time that the process has used.</param>
internal readonly record struct StartMoment(ulong Nanoseconds, ulong ProcessorNanoseconds)
{
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static StartMoment Now => new(MonotonicClock.Nanoseconds, ProcessTime.Nanoseconds);
}
