using Kiln.Linux.Processes;
using Xunit;

namespace Kiln.Linux.Tests.Processes;

/// <summary>The time of day.</summary>
public sealed class WallClockTests
{
    [Fact]
    public void TheWallClockIsTheRuntimes()
    {
        long before = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        long now = WallClock.Nanoseconds;
        long after = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

        Assert.InRange(now, before, after + TimeSpan.NanosecondsPerTick);
    }
}
