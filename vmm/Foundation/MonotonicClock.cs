using System.Diagnostics;

namespace Kiln.Vmm.Foundation;

/// <summary>The time since some moment in the past, which nothing sets back.</summary>
internal static class MonotonicClock
{
    /// <summary>Nanoseconds; the runtime's own ticks are as long on Linux.</summary>
    internal static ulong Nanoseconds => (ulong)Stopwatch.GetTimestamp();
}
