using System.Runtime.InteropServices;

namespace Kiln.Probes.Spawning;

/// <summary>What the guest program <c>stamp</c> writes when it is entered; laid out as it lays it out.</summary>
/// <param name="Process">Its process number.</param>
/// <param name="Nanoseconds">Of the monotonic clock.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Stamp(long Process, long Nanoseconds);
