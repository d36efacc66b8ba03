using System.Numerics;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>A bucket gives what its measures say, to the nanosecond: no more, and in the long run no less.</summary>
public sealed class TokenBucketTests(ITestOutputHelper output)
{
    private const ulong Millisecond = 1_000_000;

    [Fact]
    public void AFullBucketGivesItsSizeAndThenWhatFlowsIn()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 0, 100), 5);

        Assert.True(bucket.TryTake(10, 5));
        Assert.False(bucket.TryTake(1, 5 + (10 * Millisecond) - 1));
        Assert.True(bucket.TryTake(1, 5 + (10 * Millisecond)));
        Assert.False(bucket.TryTake(1, 5 + (10 * Millisecond)));
        Assert.True(bucket.TryTake(9, 5 + (100 * Millisecond)));
    }

    [Fact]
    public void TakingIsAllOrNothing()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 5, 100), 0);

        Assert.False(bucket.TryTake(16, 0));
        Assert.True(bucket.TryTake(15, 0));
        Assert.False(bucket.TryTake(1, 0));
    }

    [Fact]
    public void TheBurstIsThereOnceAndHoldsTheClockBack()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 3, 100), 0);

        Assert.True(bucket.TryTake(2, 50 * Millisecond));
        Assert.True(bucket.TryTake(1, 60 * Millisecond));
        Assert.True(bucket.TryTake(10, 60 * Millisecond));
        Assert.False(bucket.TryTake(1, 69 * Millisecond));
        Assert.True(bucket.TryTake(1, 70 * Millisecond));
        Assert.False(bucket.TryTake(11, 10_000 * Millisecond));
        Assert.True(bucket.TryTake(10, 10_000 * Millisecond));
    }

    [Fact]
    public void AfterAPauseItGivesItsSizeTwice()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 0, 100), 0);

        Assert.True(bucket.TryTake(10, 1000 * Millisecond));
        Assert.True(bucket.TryTake(10, 1000 * Millisecond));
        Assert.False(bucket.TryTake(1, 1000 * Millisecond));
    }

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(100, 0, false)]
    [InlineData(1, 1, true)]
    public void WithoutSizeOrTimeNothingIsLimited(ulong size, ulong refill, bool limit) =>
        Assert.Equal(limit, new TokenBucketSize(size, 7, refill).IsLimit);

    [Fact]
    public void TheLargestMeasuresDoNotOverflow()
    {
        TokenBucket bucket = new(new TokenBucketSize(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue), 0);

        Assert.True(bucket.TryTake(ulong.MaxValue, 0));
        Assert.True(bucket.TryTake(ulong.MaxValue, 0));
        Assert.False(bucket.TryTake(2, Millisecond));
        Assert.True(bucket.TryTake(1, Millisecond));
    }

    // The model keeps every token since the start as an exact fraction.
    [Fact]
    public void ABucketDoesWhatExactFractionsSay()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int taken = 0;
        for (int round = 0; round < 2_000; round++)
        {
            TokenBucketSize measures = new((ulong)random.Next(1, 1000), (ulong)random.Next(50), (ulong)random.Next(1, 500));
            ulong now = (ulong)random.NextInt64(1L << 50);
            TokenBucket bucket = new(measures, now);
            Model model = new(measures, now);
            for (int step = 0; step < 50; step++)
            {
                now += (ulong)random.NextInt64(1, 1L << random.Next(1, 32));
                ulong count = (ulong)random.Next(1, (int)measures.Size + 20);
                bool expected = model.TryTake(count, now, out bool certain);
                bool actual = bucket.TryTake(count, now);
                if (!certain)
                {
                    // A token that is a nanosecond away: the next round starts anew.
                    break;
                }
                Assert.Equal(expected, actual);
                taken += actual ? 1 : 0;
            }
        }
        output.WriteLine($"{taken} taken");
        Assert.InRange(taken, 10_000, 100_000);
    }

    [Fact]
    public void NothingIsLostOrWonInTheLongRun()
    {
        TokenBucket bucket = new(new TokenBucketSize(7, 0, 13), 0);
        Assert.True(bucket.TryTake(7, 0));
        ulong given = 0;
        // Some fifty looks a token, none at a whole nanosecond of it.
        for (ulong now = 37_123; now < 1_300_000_000; now += 37_123)
        {
            given += bucket.TryTake(1, now) ? 1u : 0;
        }

        // Seven tokens each 13 ms for 1,300 ms, but for the last look.
        Assert.InRange(given, 699ul, 700ul);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        TokenBucket bucket = new(new TokenBucketSize(1000, 0, 1), 0);
        ulong now = 0;

        Assert.Equal(0, Allocation.Of(() => bucket.TryTake(3, now += 1000)));
    }

    // Tokens, times the nanoseconds of a refill: whole numbers.
    private sealed class Model(TokenBucketSize measures, ulong start)
    {
        private readonly BigInteger _refill = (BigInteger)measures.RefillMilliseconds * Millisecond;
        private BigInteger _content = (BigInteger)measures.Size * measures.RefillMilliseconds * Millisecond;
        private ulong _burst = measures.OneTimeBurst;
        private ulong _time = start;

        internal bool TryTake(ulong count, ulong now, out bool certain)
        {
            certain = true;
            if (_burst >= count)
            {
                _burst -= count;
                _time = now;
                return true;
            }
            BigInteger rest = (count - _burst) * _refill;
            if (_content < rest)
            {
                _content = BigInteger.Min(measures.Size * _refill, _content + ((BigInteger)(now - _time) * measures.Size));
                _time = now;
            }
            // The bucket may be late by a nanosecond for each time that it looked at the clock.
            certain = BigInteger.Abs(_content - rest) > 60 * (BigInteger)measures.Size;
            if (_content < rest)
            {
                return false;
            }
            _burst = 0;
            _content -= rest;
            return true;
        }
    }
}
