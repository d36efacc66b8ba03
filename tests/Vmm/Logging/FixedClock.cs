using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Time stands still until a test moves it.</summary>
internal sealed class FixedClock : IClock
{
    /// <summary>2026-11-25T03:33:38.012345678Z.</summary>
    internal const long Start = 1_795_577_618_012_345_678;

    public long Wall { get; set; } = Start;

    public ulong Monotonic { get; set; } = 1_000_000_000_000;
}
