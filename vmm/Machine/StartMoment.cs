using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine;

/// <summary>When a machine was asked to start, by the wall and by what the process had computed.</summary>
/// <param name="Nanoseconds">Of the monotonic clock.</param>
/// <param name="ProcessorNanoseconds">Of the process's processor time.</param>
internal readonly record struct StartMoment(ulong Nanoseconds, ulong ProcessorNanoseconds)
{
    /// <summary>This moment.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static StartMoment Now => new(MonotonicClock.Nanoseconds, ProcessTime.Nanoseconds);
}
