using System.Linq;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>RAM goes around the windows of devices, and ranges are compared without a sum that can overflow.</summary>
public sealed class GuestLayoutTests
{
    private const ulong MiB = 1UL << 20;
    private const ulong GiB = 1UL << 30;

    public static TheoryData<ulong, string> Sizes => new()
    {
        { MiB, "0+100000" },
        { 128 * MiB, "0+8000000" },
        { 3 * GiB, "0+c0000000" },
        { (3 * GiB) + MiB, "0+c0000000 100000000+100000" },
        { 8 * GiB, "0+c0000000 100000000+140000000" },
        { 255 * GiB, "0+c0000000 100000000+3f00000000" },
        { 256 * GiB, "0+c0000000 100000000+3f00000000 8000000000+40000000" },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RamIsSplitAroundTheHoles(ulong length, string expected) => Assert.Equal(
        expected, string.Join(' ', GuestLayout.Split(length).Select(region => $"{region.Start:x}+{region.Length:x}")));

    [Theory]
    [InlineData(0x1000, 0, true)]
    [InlineData(0x1000, 0x1000, true)]
    [InlineData(0x1000, 0x1001, false)]
    [InlineData(0x0FFF, 1, false)]
    [InlineData(0x1FFF, 1, true)]
    [InlineData(0x1FFF, 2, false)]
    [InlineData(0x2000, 0, true)]
    [InlineData(0x2000, 1, false)]
    [InlineData(0x2001, 0, false)]
    [InlineData(0x1FFF, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, false)]
    [InlineData(0x1001, ulong.MaxValue - 0xFFF, false)]
    public void ARegionContainsOnlyWhatIsWhollyInside(ulong address, ulong length, bool inside) =>
        Assert.Equal(inside, new GuestRegion(0x1000, 0x1000).Contains(address, length));
}
