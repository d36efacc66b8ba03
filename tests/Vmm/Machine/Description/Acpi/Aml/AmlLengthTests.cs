using System.Linq;
using CsCheck;
using Kiln.Vmm.Machine.Description.Acpi.Aml;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi.Aml;

/// <summary>The length before a term, read back by the rules of the specification.</summary>
public sealed class AmlLengthTests
{
    private const int Longest = (1 << 28) - 1;

    // The last length of each width and the first of the next, the encoded length's own bytes included.
    [Theory]
    [InlineData(0, new byte[] { 0x01 })]
    [InlineData(62, new byte[] { 0x3F })]
    [InlineData(63, new byte[] { 0x41, 0x04 })]
    [InlineData(0xFFF - 2, new byte[] { 0x4F, 0xFF })]
    [InlineData(0xFFF - 1, new byte[] { 0x81, 0x00, 0x01 })]
    [InlineData(0xF_FFFF - 3, new byte[] { 0x8F, 0xFF, 0xFF })]
    [InlineData(0xF_FFFF - 2, new byte[] { 0xC1, 0x00, 0x00, 0x01 })]
    [InlineData(Longest - 4, new byte[] { 0xCF, 0xFF, 0xFF, 0xFF })]
    public void AnEdgeIsEncodedAsTheSpecificationSays(int content, byte[] expected) => Assert.Equal(expected, AmlLength.Of(content));

    [Fact]
    public void EveryLengthIsReadBackAndInAsFewBytesAsItFits() =>
        Gen.OneOf(Gen.Int[0, 5_000], Gen.Int[0xF_FF00, 0x10_0100], Gen.Int[0, Longest - 4]).Sample(content =>
        {
            byte[] encoded = AmlLength.Of(content);
            int whole = Decode(encoded);

            Assert.Equal(content, whole - encoded.Length);
            Assert.Equal(content + 1 <= 0x3F ? 1 : content + 2 <= 0xFFF ? 2 : content + 3 <= 0xF_FFFF ? 3 : 4, encoded.Length);
        }, iter: 100_000);

    [Theory]
    [InlineData(Longest - 3)]
    [InlineData(int.MaxValue)]
    public void ALengthThatNoEncodingHoldsIsRefused(int content) => Assert.Throws<ArgumentException>(() => AmlLength.Of(content));

    [Fact]
    public void ANegativeLengthIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => AmlLength.Of(-1));

    private static int Decode(byte[] encoded)
    {
        int following = encoded[0] >> 6;
        Assert.Equal(following, encoded.Length - 1);
        if (following == 0)
        {
            return encoded[0] & 0x3F;
        }
        Assert.Equal(0, encoded[0] & 0x30);
        return encoded.Skip(1).Select((value, index) => value << (4 + (8 * index))).Aggregate(encoded[0] & 0xF, (sum, part) => sum | part);
    }
}
