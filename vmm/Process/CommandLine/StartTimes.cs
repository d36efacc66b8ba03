namespace Kiln.Vmm.Process.CommandLine;

/// <summary>What the jailer tells of the time before this process.</summary>
/// <param name="Microseconds">When it started, by the monotonic clock; null when there was none.</param>
/// <param name="ProcessorMicroseconds">Processor time of this process that was used before the monitor; null when nobody says.</param>
/// <param name="ParentMicroseconds">Processor time of the processes before it.</param>
internal sealed record StartTimes(ulong? Microseconds, ulong? ProcessorMicroseconds, ulong ParentMicroseconds);
