using Kiln.Linux;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Logging;

/// <summary>The host's clocks.</summary>
internal sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public long Wall => WallClock.Nanoseconds;

    /// <inheritdoc/>
    public ulong Monotonic => MonotonicClock.Nanoseconds;
}
