using System.Diagnostics;
using System.Threading;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>A limiter refuses, lets large requests pass and makes them pay, is changed while it runs, and wakes its device.</summary>
public sealed class RateLimiterTests : IDisposable
{
    private const ulong Millisecond = 1_000_000;

    private readonly EventLoop _loop = new();
    private ulong _now = 7;
    private int _resumed;

    [Fact]
    public void WithoutBucketsNothingIsRefused()
    {
        using RateLimiter limiter = Limiter(null, null);

        Assert.True(limiter.TryTakeRequest(ulong.MaxValue));
        Assert.True(limiter.TryTake(TokenKind.Operations, ulong.MaxValue));
        limiter.Refund(TokenKind.Bandwidth, ulong.MaxValue);
        Assert.False(limiter.IsBlocked);
    }

    [Fact]
    public void ARefusalPausesBothKindsForATenthOfASecond()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 0, 1000), new TokenBucketSize(5, 0, 1000));

        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 10));
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));
        Assert.Equal(100 * Millisecond, limiter.PausedNanoseconds);
        Assert.False(limiter.TryTake(TokenKind.Operations, 1));
        // Nor when tokens have flowed in meanwhile: the timer says when.
        _now += 10_000 * Millisecond;
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));
    }

    [Theory]
    [InlineData(1, 1, 1_000_000)]
    [InlineData(10, 5, 5_000_000)]
    [InlineData(3, 99, 99_000_000)]
    [InlineData(3, 101, 100_000_000)]
    public void ABucketThatIsFullSoonerEndsThePause(ulong size, ulong milliseconds, ulong pause)
    {
        using RateLimiter limiter = Limiter(null, new TokenBucketSize(size, 0, milliseconds));
        for (ulong count = 0; count < size; count++)
        {
            Assert.True(limiter.TryTakeRequest(0));
        }

        Assert.False(limiter.TryTakeRequest(0));

        Assert.Equal(pause, limiter.PausedNanoseconds);
    }

    [Fact]
    public void ARequestThatFindsNoBandwidthGivesItsOperationBack()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 0, 1000), new TokenBucketSize(2, 0, 1_000_000));
        Assert.True(limiter.TryTakeRequest(10));
        Assert.False(limiter.TryTakeRequest(1));
        limiter.OnReady(default);

        _now += 1000 * Millisecond;
        Assert.True(limiter.TryTakeRequest(1));
        Assert.False(limiter.TryTakeRequest(1));
    }

    [Fact]
    public void ARequestThatFindsNoOperationTakesNoBandwidth()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 0, 1_000_000), new TokenBucketSize(1, 0, 1_000_000));
        Assert.True(limiter.TryTakeRequest(4));
        Assert.False(limiter.TryTakeRequest(6));
        limiter.OnReady(default);

        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 6));
    }

    [Theory]
    [InlineData(25, 150)]
    [InlineData(11, 10)]
    [InlineData(1010, 10_000)]
    public void WhatIsLargerThanTheBucketPassesAndPaysInProportion(ulong bytes, ulong milliseconds)
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 0, 100), null);

        Assert.True(limiter.TryTakeRequest(bytes));
        Assert.Equal(milliseconds * Millisecond, limiter.PausedNanoseconds);
        Assert.False(limiter.TryTakeRequest(0));
    }

    [Fact]
    public void ADebtBeyondAllTimeIsAPauseThatTheKernelTakes()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(1, 0, 1_000_000), null);

        Assert.True(limiter.TryTakeRequest(ulong.MaxValue));
        Assert.Equal(1UL << 62, limiter.PausedNanoseconds);
        Assert.False(_loop.Turn(20));
    }

    [Fact]
    public void AChangeReplacesWhatItNamesAndLeavesTheRest()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 5, 1_000_000), new TokenBucketSize(3, 0, 1_000_000));
        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 15));
        Assert.True(limiter.TryTake(TokenKind.Operations, 2));

        limiter.Update(RateLimiterConfiguration.None);
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));
        limiter.OnReady(default);

        limiter.Update(new RateLimiterConfiguration(new TokenBucketSize(10, 5, 1_000_000), null));
        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 15));
        Assert.True(limiter.TryTake(TokenKind.Operations, 1));
        Assert.False(limiter.TryTake(TokenKind.Operations, 1));
        limiter.OnReady(default);

        limiter.Update(new RateLimiterConfiguration(new TokenBucketSize(0, 0, 100), new TokenBucketSize(1, 0, 0)));
        Assert.True(limiter.TryTakeRequest(ulong.MaxValue));
        Assert.True(limiter.TryTake(TokenKind.Operations, ulong.MaxValue));
    }

    [Fact]
    public void AChangeDoesNotEndAPause()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(1, 0, 1_000_000), null);
        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 1));
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));

        limiter.Update(new RateLimiterConfiguration(new TokenBucketSize(0, 0, 0), null));
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));
        limiter.OnReady(default);
        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 1));
    }

    [Fact]
    public void TheKernelsTimerWakesTheDeviceOnceAndNotBefore()
    {
        using RateLimiter limiter = RealLimiter(new TokenBucketSize(1000, 0, 100), () => _resumed++);
        Assert.True(limiter.TryTakeRequest(1000));
        long start = Stopwatch.GetTimestamp();
        Assert.False(limiter.TryTakeRequest(1000));

        Assert.True(_loop.Turn(10_000));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 100, 10_000);
        Assert.Equal(1, _resumed);
        Assert.True(limiter.TryTakeRequest(1000));
        Assert.False(limiter.IsBlocked);
        Assert.False(_loop.Turn(0));
    }

    [Fact]
    public void TheKernelsTimerWaitsForADebt()
    {
        using RateLimiter limiter = RealLimiter(new TokenBucketSize(1000, 0, 100), () => _resumed++);
        long start = Stopwatch.GetTimestamp();
        Assert.True(limiter.TryTakeRequest(3000));

        Assert.True(_loop.Turn(10_000));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 199, 10_000);
        Assert.Equal(1, _resumed);
    }

    [Fact]
    public void OverASecondADeviceGetsWhatItsLimitSays()
    {
        // 100 requests of 1000 bytes a second, as fast as the limiter lets them.
        int passed = 0;
        RateLimiter? limiter = null;
        void Run()
        {
            while (limiter!.TryTakeRequest(1000))
            {
                passed++;
            }
        }
        using (limiter = RealLimiter(new TokenBucketSize(10_000, 0, 100), Run))
        {
            long start = Stopwatch.GetTimestamp();
            Run();
            while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
            {
                _loop.Turn(1000);
            }
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            // Twice the bucket (its content, and what was refilled before the first look) plus the refill; less of it on a busy machine.
            Assert.InRange(passed, 25, 20 + (100 * seconds));
        }
    }

    // One operation a millisecond; with pauses of 100 ms it were ten a second.
    [Fact]
    public void ASmallBucketIsNotSlowedDownByThePause()
    {
        int passed = 0;
        RateLimiter? limiter = null;
        void Run()
        {
            while (limiter!.TryTakeRequest(0))
            {
                passed++;
            }
        }
        using (limiter = Listening(new RateLimiterConfiguration(null, new TokenBucketSize(1, 0, 1)), () => MonotonicClock.Nanoseconds, Run))
        {
            long start = Stopwatch.GetTimestamp();
            Run();
            while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
            {
                _loop.Turn(1000);
            }

            Assert.InRange(passed, 50, 2 + (1000 * Stopwatch.GetElapsedTime(start).TotalSeconds));
        }
    }

    [Fact]
    public void ADisposedLimiterLeavesTheLoop()
    {
        RateLimiter limiter = Limiter(new TokenBucketSize(1, 0, 1_000_000), null);
        Assert.True(limiter.TryTake(TokenKind.Bandwidth, 1));
        Assert.False(limiter.TryTake(TokenKind.Bandwidth, 1));

        limiter.Dispose();

        Thread.Sleep(150);
        Assert.False(_loop.Turn(0));
        Assert.Equal(0, _resumed);
    }

    [Fact]
    public void NothingIsAllocatedWhetherItPassesOrNot()
    {
        using RateLimiter limiter = Limiter(new TokenBucketSize(10, 0, 1), new TokenBucketSize(3, 0, 1));
        int refused = 0;

        long allocated = Allocation.Of(() =>
        {
            _now += 1000;
            refused += limiter.TryTakeRequest(4) ? 0 : 1;
            refused += limiter.TryTakeRequest(25) ? 0 : 1;
            limiter.Refund(TokenKind.Bandwidth, 1);
            limiter.OnReady(default);
        });

        Assert.Equal(0, allocated);
        Assert.InRange(refused, 100, 3999);
    }

    public void Dispose() => _loop.Dispose();

    private RateLimiter RealLimiter(TokenBucketSize bandwidth, Action resume) =>
        Listening(new RateLimiterConfiguration(bandwidth, null), () => MonotonicClock.Nanoseconds, resume);

    private RateLimiter Limiter(TokenBucketSize? bandwidth, TokenBucketSize? operations) =>
        Listening(new RateLimiterConfiguration(bandwidth, operations), () => _now, () => _resumed++);

    private RateLimiter Listening(RateLimiterConfiguration configuration, Func<ulong> clock, Action resume)
    {
        WatchGroup watches = new(_loop);
        RateLimiter limiter = new(configuration, watches, clock, resume);
        Assert.Null(watches.TryListen());
        return limiter;
    }
}
