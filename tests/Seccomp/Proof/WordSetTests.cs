using Kiln.Seccomp.Proof;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Seccomp.Tests.Proof;

/// <summary>Sets of words against trying them one by one.</summary>
public sealed class WordSetTests(ITestOutputHelper output)
{
    private const int Bits = 8;

    [Fact]
    public void TheSmallestWordIsTheFirstThatFits()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int empty = 0;
        for (int count = 0; count < 20_000; count++)
        {
            // At the low end and at the high end of all words.
            uint offset = random.Next(2) == 0 ? 0 : uint.MaxValue - ((1u << Bits) - 1);
            WordSet set = WordSet.All.Within(offset + (uint)random.Next(1 << Bits), offset + (uint)random.Next(1 << Bits));
            for (int part = random.Next(3); part > 0; part--)
            {
                set = set.With((uint)random.Next(1 << Bits), (uint)random.Next(1 << Bits));
            }

            uint? found = null;
            for (uint word = 0; found is null && word < 1 << Bits; word++)
            {
                uint candidate = offset + word;
                found = candidate >= set.Low && candidate <= set.High && (candidate & set.Mask) == set.Value ? candidate : null;
            }

            Assert.Equal(found, set.Smallest);
            empty += found is null ? 1 : 0;
        }
        Assert.InRange(empty, 1_000, 19_000);
    }
}
