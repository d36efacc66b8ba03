using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>What is added comes out once, in order, in as few runs as there are, whatever the order and however often it was added.</summary>
public sealed class PageSetTests(ITestOutputHelper output)
{
    [Fact]
    public void AnEmptySetHasNoRun()
    {
        using PageSet set = new(1);

        Assert.True(set.IsEmpty);
        Assert.False(set.TryTake(1, out _, out _));
    }

    // Across the borders of words, and of words of words.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(63, 2)]
    [InlineData(64, 64)]
    [InlineData(4095, 2)]
    [InlineData(1, 20_000)]
    [InlineData(0, 0x10_0000)]
    [InlineData(0xF_FFFF, 1)]
    public void ARangeIsOneRun(ulong first, ulong count)
    {
        using PageSet set = new(0x10_0000);
        set.Add(first, count);

        Assert.True(set.TryTake(ulong.MaxValue, out ulong from, out ulong length));
        Assert.Equal((first, count), (from, length));
        Assert.True(Empty(set));
    }

    [Fact]
    public void ALongRunIsTakenInParts()
    {
        using PageSet set = new(1000);
        set.Add(10, 500);

        Assert.Equal([(10UL, 200UL), (210UL, 200UL), (410UL, 100UL)], Runs(set, 200));
    }

    [Fact]
    public void ALowerPageThanAllBeforeIsFound()
    {
        using PageSet set = new(1 << 20);
        set.Add(500_000);
        Assert.True(set.TryTake(1, out _, out _));
        set.Add(3);
        set.Add(900_000);

        Assert.Equal([(3UL, 1UL), (900_000UL, 1UL)], Runs(set, 10));
    }

    [Fact]
    public void WhatIsClearedIsGone()
    {
        using PageSet set = new(1 << 20);
        set.Add(5, 100_000);
        set.Add(1_000_000);
        set.Clear();
        set.Add(7);

        Assert.Equal([(7UL, 1UL)], Runs(set, 10));
    }

    [Fact]
    public void ItIsASetOfNumbers()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 2000; round++)
        {
            ulong capacity = (ulong)random.Next(1, 1 << random.Next(1, 17));
            using PageSet set = new(capacity);
            SortedSet<ulong> model = [];
            for (int step = random.Next(60); step > 0; step--)
            {
                ulong first = (ulong)random.NextInt64((long)capacity);
                ulong count = random.Next(3) == 0 ? (ulong)random.NextInt64(1, (long)(capacity - first) + 1) : 1;
                if (count == 1)
                {
                    set.Add(first);
                }
                else
                {
                    set.Add(first, count);
                }
                model.UnionWith(Numbers(first, count));
            }
            ulong most = random.Next(2) == 0 ? ulong.MaxValue : (ulong)random.Next(1, 300);
            Assert.True(RunsOf(model, most).SequenceEqual(Runs(set, most)), $"seed {seed}, round {round}");
        }
    }

    private static IEnumerable<ulong> Numbers(ulong first, ulong count)
    {
        for (ulong number = first; number < first + count; number++)
        {
            yield return number;
        }
    }

    private static List<(ulong First, ulong Count)> RunsOf(SortedSet<ulong> model, ulong most)
    {
        List<(ulong First, ulong Count)> runs = [];
        foreach (ulong number in model)
        {
            if (runs.Count > 0 && runs[^1].First + runs[^1].Count == number && runs[^1].Count < most)
            {
                runs[^1] = (runs[^1].First, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((number, 1));
            }
        }
        return runs;
    }

    private static List<(ulong First, ulong Count)> Runs(PageSet set, ulong most)
    {
        List<(ulong First, ulong Count)> runs = [];
        while (set.TryTake(most, out ulong first, out ulong count))
        {
            runs.Add((first, count));
        }
        Assert.True(set.IsEmpty);
        return runs;
    }

    private static bool Empty(PageSet set) => !set.TryTake(1, out _, out _) && set.IsEmpty;
}
