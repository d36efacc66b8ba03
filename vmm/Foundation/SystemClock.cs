using Kiln.Linux.Processes;

namespace Kiln.Vmm.Foundation;

/// <summary>The host's clocks.</summary>
internal sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public long Wall => WallClock.Nanoseconds;

    /// <inheritdoc/>
    public ulong Monotonic => MonotonicClock.Nanoseconds;
}
