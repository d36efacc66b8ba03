using System.Security.Cryptography;
using System.Text;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Hashing.Tests;

/// <summary>Hashes are those of the published vectors, and of the framework on random input.</summary>
public sealed class Sha256Tests(ITestOutputHelper output)
{
    // FIPS 180-4's examples, and NIST's message of no bytes and of a million.
    [Theory]
    [InlineData("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")]
    public void AHashIsThePublishedOne(string text, int times, string expected)
    {
        Sha256 hash = new();
        for (int count = 0; count < times; count++)
        {
            hash.Append(Encoding.ASCII.GetBytes(text));
        }
        byte[] result = new byte[Sha256.HashLength];
        hash.Finish(result);

        Assert.Equal(expected, Convert.ToHexStringLower(result));
    }

    [Fact]
    public void ItIsTheFrameworksOnRandomInput()
    {
        int seed = Seed.Next();
        output.WriteLine($"KILN_SEED={seed}");
        Random random = new(seed);
        byte[] result = new byte[Sha256.HashLength];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] message = new byte[random.Next(300)];
            random.NextBytes(message);
            int cut = random.Next(message.Length + 1);
            Sha256 hash = new();
            hash.Append(message.AsSpan(0, cut));
            hash.Append(message.AsSpan(cut));
            hash.Finish(result);

            Assert.Equal(SHA256.HashData(message), result);
        }
    }
}
