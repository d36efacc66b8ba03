using System.Runtime.InteropServices;

namespace Kiln.Probes.Spawning;

/// <summary>The record that the guest program <c>stamp</c> writes on entry, in its memory layout.</summary>
/// <param name="Nanoseconds">Of the monotonic clock.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Stamp(long Process, long Nanoseconds);
