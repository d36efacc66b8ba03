namespace Kiln.Vmm.Process.CommandLine;

/// <summary>Times before this process started, as the jailer reports them.</summary>
/// <param name="Microseconds">When the jailer started, in microseconds of the monotonic clock; null without a jailer.</param>
/// <param name="ProcessorMicroseconds">Microseconds of processor time that this process used before the monitor started; null if unknown.</param>
/// <param name="ParentMicroseconds">Microseconds of processor time that the jailer used.</param>
internal sealed record StartTimes(ulong? Microseconds, ulong? ProcessorMicroseconds, ulong ParentMicroseconds);
