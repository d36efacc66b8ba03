using System.Linq;
using System.Numerics;
using CsCheck;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Exactly the bits of the pages that were named are set, in the order in which KVM has them.</summary>
public sealed class PageBitmapTests
{
    private const int Pages = 200;

    [Fact]
    public void BitsAreThoseOfAModel() =>
        Gen.Select(Gen.Int[0, Pages - 1], Gen.Int[0, Pages - 1]).Array[1, 8].Sample(ranges =>
        {
            using PageBitmap bitmap = Create((Pages * 4096) - 1);
            bool[] model = new bool[Pages];
            foreach ((int one, int other) in ranges)
            {
                (int first, int last) = (Math.Min(one, other), Math.Max(one, other));
                bitmap.Set((ulong)first, (ulong)(last - first + 1));
                Array.Fill(model, true, first, last - first + 1);
            }
            Assert.Equal(model, Enumerable.Range(0, Pages).Select(page => bitmap.IsSet((ulong)page)));
            Assert.Equal(model.Count(bit => bit), bitmap.Words.ToArray().Sum(word => BitOperations.PopCount(word)));
        });

    [Fact]
    public void TheLowestBitOfTheFirstWordIsTheFirstPage()
    {
        using PageBitmap bitmap = Create(66 * 4096);

        bitmap.Set(0, 1);
        bitmap.Set(65, 1);

        Assert.Equal([1UL, 2UL], bitmap.Words.ToArray());
        bitmap.Clear();
        Assert.Equal([0UL, 0UL], bitmap.Words.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    public void APartOfAPageIsAPage(ulong length, ulong pages)
    {
        using PageBitmap bitmap = Create(length);
        Assert.Equal(pages, bitmap.Count);
    }

    private static PageBitmap Create(ulong length)
    {
        Assert.Null(PageBitmap.TryCreate(length, out PageBitmap? bitmap));
        return bitmap!;
    }
}
