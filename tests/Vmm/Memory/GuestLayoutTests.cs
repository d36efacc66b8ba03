using System.Linq;
using CsCheck;
using Kiln.Vmm.Machine.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>RAM is split around the windows of devices.</summary>
public sealed class GuestLayoutTests
{
    private const ulong Gibibyte = 1UL << 30;

    [Fact]
    public void SmallMemoryIsOneRange() => Assert.Equal([new GuestRegion(0, 128 << 20)], GuestLayout.Split(128 << 20));

    [Fact]
    public void ThreeGibibytesFillTheLowRange() => Assert.Equal([new GuestRegion(0, 3 * Gibibyte)], GuestLayout.Split(3 * Gibibyte));

    [Fact]
    public void TheRestGoesOnAtFourGibibytes() => Assert.Equal(
        [new GuestRegion(0, 3 * Gibibyte), new GuestRegion(4 * Gibibyte, 1 << 20)], GuestLayout.Split((3 * Gibibyte) + (1 << 20)));

    [Fact]
    public void TheRestOfThatGoesOnAtHalfATebibyte() => Assert.Equal(
        [new GuestRegion(0, 3 * Gibibyte), new GuestRegion(4 * Gibibyte, 252 * Gibibyte), new GuestRegion(512 * Gibibyte, Gibibyte)],
        GuestLayout.Split(256 * Gibibyte));

    [Fact]
    public void NoByteIsLostAndNoneLiesInAHole() => Gen.ULong[1, 1UL << 44].Sample(length =>
    {
        GuestRegion[] regions = GuestLayout.Split(length);
        return regions.Aggregate(0UL, (sum, region) => sum + region.Length) == length
            && regions.All(region => !Overlaps(region, GuestLayout.LowHoleStart, GuestLayout.LowHoleEnd)
                && !Overlaps(region, GuestLayout.HighHoleStart, GuestLayout.HighHoleEnd));
    });

    private static bool Overlaps(GuestRegion region, ulong start, ulong end) => region.Start < end && start < region.End;
}
