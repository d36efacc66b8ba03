using Kiln.Linux.Processes;

namespace Kiln.Vmm.Foundation;

internal sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public long Wall => WallClock.Nanoseconds;

    /// <inheritdoc/>
    public ulong Monotonic => MonotonicClock.Nanoseconds;
}
