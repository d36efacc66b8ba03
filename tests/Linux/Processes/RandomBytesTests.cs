using System.Linq;
using Kiln.Linux.Processes;
using Xunit;

namespace Kiln.Linux.Tests.Processes;

/// <summary>Random bytes fill the whole buffer and nothing else.</summary>
public sealed class RandomBytesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(256)]
    public void EveryByteOfTheBufferIsFilledAndNoneBeside(int length)
    {
        // A byte that is zero after this many fills is not being filled: by chance that happens once in 2^256.
        const int Fills = 32;
        byte[] seen = new byte[length + 2];
        for (int fill = 0; fill < Fills; fill++)
        {
            byte[] bytes = new byte[length + 2];
            RandomBytes.Fill(bytes.AsSpan(1, length));
            seen = [.. seen.Zip(bytes, (before, now) => (byte)(before | now))];
        }

        Assert.Equal((0, 0), (seen[0], seen[^1]));
        Assert.DoesNotContain((byte)0, seen[1..^1]);
    }

    [Fact]
    public void TwoFillsDiffer()
    {
        byte[] first = new byte[16];
        byte[] second = new byte[16];
        RandomBytes.Fill(first);
        RandomBytes.Fill(second);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void NothingCanBeAskedFor() => RandomBytes.Fill([]);

    [Fact]
    public void MoreThanTheKernelGivesAtOnceIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => RandomBytes.Fill(new byte[257]));
}
