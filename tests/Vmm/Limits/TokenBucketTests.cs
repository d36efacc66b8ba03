using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>A bucket gives what its measures say, to the nanosecond: no more, and in the long run no less.</summary>
public sealed class TokenBucketTests
{
    private const ulong Millisecond = 1_000_000;
    private const ulong LongestRefill = ulong.MaxValue / Millisecond;

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
    [InlineData(1, LongestRefill, true)]
    [InlineData(1, LongestRefill + 1, false)]
    public void WithoutSizeOrATimeInNanosecondsNothingIsLimited(ulong size, ulong refill, bool limit) =>
        Assert.Equal(limit, new TokenBucketSize(size, 7, refill).IsLimit);

    [Fact]
    public void TheLargestMeasuresDoNotOverflow()
    {
        TokenBucket bucket = new(new TokenBucketSize(ulong.MaxValue, ulong.MaxValue, LongestRefill), 0);

        Assert.True(bucket.TryTake(ulong.MaxValue, 0));
        Assert.True(bucket.TryTake(ulong.MaxValue, 0));
        // A token takes LongestRefill million nanoseconds divided by the size: a little less than one.
        Assert.False(bucket.TryTake(Millisecond + 1, Millisecond));
        Assert.True(bucket.TryTake(Millisecond, Millisecond));
        Assert.False(bucket.TryTake(ulong.MaxValue, ulong.MaxValue));
        Assert.True(bucket.TryTake(ulong.MaxValue - Millisecond, ulong.MaxValue));
    }

    [Fact]
    public void WhatIsLargerThanTheBucketIsOwed()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 3, 100), 0);

        Assert.False(bucket.TryBorrow(13, 0, out ulong owed));
        Assert.Equal(0UL, owed);
        Assert.True(bucket.TryBorrow(15, 0, out owed));
        Assert.Equal(20 * Millisecond, owed);
        Assert.False(bucket.TryTake(1, 0));
        Assert.True(bucket.TryTake(1, 10 * Millisecond));
    }

    [Fact]
    public void TheLargestDebtIsATime()
    {
        TokenBucket bucket = new(new TokenBucketSize(1, 0, LongestRefill), 0);

        Assert.True(bucket.TryBorrow(ulong.MaxValue, 0, out ulong owed));
        Assert.Equal(ulong.MaxValue, owed);
    }

    [Fact]
    public void TheSmallestDebtIsANanosecond()
    {
        TokenBucket bucket = new(new TokenBucketSize(Millisecond * 100, 0, 1), 0);

        Assert.True(bucket.TryBorrow((Millisecond * 100) + 1, 0, out ulong owed));
        Assert.Equal(1UL, owed);
    }

    [Fact]
    public void WhatIsGivenBackIsTheBurstsWhileThereIsOneAndNeverMoreThanFits()
    {
        TokenBucket bucket = new(new TokenBucketSize(10, 5, 100), 0);
        Assert.True(bucket.TryTake(4, 0));

        bucket.Refund(ulong.MaxValue);
        Assert.False(bucket.TryTake(16, 0));
        Assert.True(bucket.TryTake(15, 0));

        bucket.Refund(7);
        Assert.False(bucket.TryTake(8, 0));
        bucket.Refund(ulong.MaxValue);
        Assert.False(bucket.TryTake(11, 0));
        Assert.True(bucket.TryTake(10, 0));
    }

    [Fact]
    public void NothingIsLostOrWonInTheLongRun()
    {
        TokenBucket bucket = new(new TokenBucketSize(7, 0, 13), 0);
        Assert.True(bucket.TryTake(7, 0));
        ulong given = 0;
        // Some fifty looks a token, none at a whole nanosecond of it.
        for (ulong now = 37_123; now <= 1_300_000_000; now += 37_123)
        {
            given += bucket.TryTake(1, now) ? 1u : 0;
        }

        // Seven tokens each 13 ms for 1,300 ms, but for the last look.
        Assert.Equal(699UL, given);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        TokenBucket bucket = new(new TokenBucketSize(1000, 0, 1), 0);
        ulong now = 0;

        Assert.Equal(0, Allocation.Of(() => bucket.TryTake(3, now += 1000)));
    }
}
