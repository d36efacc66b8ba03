using System.Diagnostics;

namespace Kiln.Vmm.Foundation;

/// <summary>The monotonic clock, which is never set back.</summary>
internal static class MonotonicClock
{
    /// <summary>Nanoseconds since an arbitrary start; on Linux a Stopwatch tick is a nanosecond.</summary>
    internal static ulong Nanoseconds => (ulong)Stopwatch.GetTimestamp();
}
