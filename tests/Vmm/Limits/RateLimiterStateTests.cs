using System.Diagnostics;
using Kiln.Vmm.Events;
using Kiln.Vmm.Limits;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>Time counts on where a limiter is loaded, by that machine's clock.</summary>
public sealed class RateLimiterStateTests : IDisposable
{
    private const ulong Millisecond = 1_000_000;

    private static readonly RateLimiterConfiguration _configuration = new(new TokenBucketSize(1000, 0, 1000), null);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly EventLoop _loop = new();
    private readonly byte[] _room = new byte[512];
    private ulong _now = 5000 * Millisecond;
    private int _resumed;

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void WhatIsLeftOfAPauseIsWaitedForAndThenTheDeviceIsCalled()
    {
        using RateLimiter limiter = Limiter(_configuration);
        Assert.True(limiter.TryTakeRequest(1000));
        Assert.False(limiter.TryTakeRequest(10));
        _now += 70 * Millisecond;
        byte[] state = Saved(limiter);

        // A host that has just started.
        _now = 3;
        using RateLimiter fresh = Limiter(_configuration);
        long start = Stopwatch.GetTimestamp();
        Load(fresh, state);

        Assert.Equal(30 * Millisecond, fresh.PausedNanoseconds);
        while (_resumed == 0 && Stopwatch.GetElapsedTime(start) < _patience)
        {
            _loop.Turn(100);
        }
        Assert.Equal((1, false), (_resumed, fresh.IsBlocked));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 29, _patience.TotalMilliseconds);
    }

    [Fact]
    public void TokensFlowInFromTheTimeOnAtWhichItWasLoaded()
    {
        using RateLimiter limiter = Limiter(_configuration);
        Assert.True(limiter.TryTakeRequest(1000));
        byte[] state = Saved(limiter);

        _now = 3;
        using RateLimiter fresh = Limiter(_configuration);
        _now += 60_000 * Millisecond;
        Load(fresh, state);
        _now += 200 * Millisecond;

        Assert.True(fresh.TryTakeRequest(200));
        Assert.False(fresh.TryTakeRequest(1));
    }

    [Fact]
    public void AnotherConfigurationIsRefused()
    {
        using RateLimiter limiter = Limiter(_configuration);
        byte[] state = Saved(limiter);
        using RateLimiter other = Limiter(RateLimiterConfiguration.None);

        Assert.Equal(
            "The state's section 'limiter' is refused, field 'bandwidth': it is limited, and not limited in this machine: "
                + "load it into a machine of the same configuration",
            Assert.Throws<StateFailure>(() => Load(other, state)).Message);
    }

    private static void Load(RateLimiter limiter, byte[] bytes)
    {
        StateReader state = new(bytes);
        limiter.Load(ref state);
        state.Finish();
    }

    private byte[] Saved(RateLimiter limiter)
    {
        StateWriter state = new(_room);
        limiter.Save(ref state);
        return state.Finish().ToArray();
    }

    private RateLimiter Limiter(RateLimiterConfiguration configuration)
    {
        WatchGroup watches = new(_loop);
        RateLimiter limiter = new(configuration, watches, () => _now, () => _resumed++);
        Assert.Null(watches.TryListen());
        return limiter;
    }
}
