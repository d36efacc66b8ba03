using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using Kiln.Hashing;
using Kiln.Testing.Harness;
using Kiln.Vmm.Mmds.Tokens;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Tokens;

/// <summary>Codes are those of the published vectors, and of the framework on random input.</summary>
public sealed class HashTests(ITestOutputHelper output)
{
    // RFC 4231; the code of its fifth case is truncated.
    [Theory]
    [InlineData("0b*20", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("aa*20", "dd*50", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    [InlineData("0102030405060708090a0b0c0d0e0f10111213141516171819", "cd*50", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    [InlineData("0c*20", "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b")]
    [InlineData("aa*131", "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    [InlineData("aa*131", "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572"
        + "207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062"
        + "792074686520484d414320616c676f726974686d2e", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
    public void ACodeIsThePublishedOne(string key, string message, string expected) =>
        Assert.StartsWith(expected, Convert.ToHexStringLower(CodeOf(Bytes(key), Bytes(message))), StringComparison.Ordinal);

    [Fact]
    public void ACodeIsTheFrameworksOnRandomInput()
    {
        int seed = Seed.Next();
        output.WriteLine($"KILN_SEED={seed}");
        Random random = new(seed);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] message = new byte[random.Next(300)];
            byte[] key = new byte[random.Next(200)];
            random.NextBytes(message);
            random.NextBytes(key);

            Assert.Equal(HMACSHA256.HashData(key, message), CodeOf(key, message));
        }
    }

    private static byte[] CodeOf(byte[] key, byte[] message)
    {
        byte[] code = new byte[Sha256.HashLength];
        HmacSha256 hmac = new(key);
        hmac.Append(message);
        hmac.Finish(code);
        return code;
    }

    // Digits, or a byte and how often it is repeated.
    private static byte[] Bytes(string text)
    {
        string[] parts = text.Split('*');
        byte[] bytes = Convert.FromHexString(parts[0]);
        return parts.Length == 1 ? bytes : [.. Enumerable.Repeat(bytes[0], int.Parse(parts[1], CultureInfo.InvariantCulture))];
    }
}
