using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Limits;

/// <summary>
/// Limits a device to so many bytes and so many requests in a time. When it has refused something, or let a request through that is larger
/// than a whole bucket, it refuses everything until its timer expires, and then calls the device. It never allocates while it limits.
/// One thread at a time: the loop's.
/// </summary>
internal sealed partial class RateLimiter : IEventHandler, IDisposable
{
    /// <summary>How long it refuses everything after a request that found too few tokens, in nanoseconds. Firecracker's 100 ms.</summary>
    internal const ulong PauseNanoseconds = 100_000_000;

    // 146 years. A debt that a guest cannot live to pay must still be a time that the kernel takes.
    private const ulong LongestPause = 1UL << 62;

    private readonly Watch _watch;
    private readonly Func<ulong> _clock;
    private readonly Action _resume;
    private readonly TimerFd _timer = TimerFd.Create();
    private TokenBucket? _bandwidth;
    private TokenBucket? _operations;

    // When the timer was started, by the clock.
    private ulong _pausedAt;

    /// <summary>
    /// Makes a limiter whose buckets are full. The timer is there even without a limit: one may come when no descriptor can.
    /// </summary>
    /// <param name="configuration">The buckets.</param>
    /// <param name="loop">The loop of the device's thread.</param>
    /// <param name="clock">
    /// Tells the time in nanoseconds and never goes back: <see cref="MonotonicClock.Nanoseconds"/> outside tests.
    /// </param>
    /// <param name="resume">Called by the loop when the device may try again.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal RateLimiter(RateLimiterConfiguration configuration, EventLoop loop, Func<ulong> clock, Action resume)
    {
        _clock = clock;
        _resume = resume;
        Update(configuration);
        _watch = loop.Watch(_timer.Descriptor, this);
    }

    /// <summary>Whether it refuses everything until its timer expires.</summary>
    internal bool IsBlocked => PausedNanoseconds != 0;

    /// <summary>How long the timer was set to when it was started; 0 when it is not running.</summary>
    internal ulong PausedNanoseconds { get; private set; }

    /// <summary>Replaces buckets by fresh, full ones. A timer that is running goes on.</summary>
    /// <param name="change">The buckets to replace; one that limits nothing takes the limit away.</param>
    internal void Update(RateLimiterConfiguration change)
    {
        _bandwidth = Replace(_bandwidth, change.Bandwidth);
        _operations = Replace(_operations, change.Operations);
    }

    /// <summary>Asks for a request of so many bytes: one operation and its bandwidth, both or neither.</summary>
    /// <param name="bytes">Its length; 0 for one that carries no data.</param>
    /// <returns>False when it must wait; the device is called when it may try again.</returns>
    internal bool TryTakeRequest(ulong bytes)
    {
        if (!TryTake(TokenKind.Operations, 1))
        {
            return false;
        }
        if (bytes == 0 || TryTake(TokenKind.Bandwidth, bytes))
        {
            return true;
        }
        Refund(TokenKind.Operations, 1);
        return false;
    }

    /// <summary>Asks for tokens of one kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="count">How many.</param>
    /// <returns>False when the device must wait; it is called when it may try again.</returns>
    internal bool TryTake(TokenKind kind, ulong count)
    {
        if (IsBlocked)
        {
            return false;
        }
        if (Bucket(kind) is not { } bucket)
        {
            return true;
        }
        ulong now = _clock();
        if (bucket.TryTake(count, now))
        {
            return true;
        }
        // Something larger than the bucket would wait for ever: it passes, and its time is waited for behind it.
        bool passes = bucket.TryBorrow(count, now, out ulong owed);
        Pause(passes ? Math.Min(owed, LongestPause) : PauseNanoseconds, now);
        return passes;
    }

    /// <summary>Gives back what was taken for something that then was not done.</summary>
    /// <param name="kind">Which tokens.</param>
    /// <param name="count">How many.</param>
    internal void Refund(TokenKind kind, ulong count) => Bucket(kind)?.Refund(count);

    /// <summary>The timer expired.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _timer.Drain();
        PausedNanoseconds = 0;
        _resume();
    }

    /// <summary>Leaves the loop and closes the timer.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _timer.Dispose();
    }

    private TokenBucket? Bucket(TokenKind kind) => kind == TokenKind.Bandwidth ? _bandwidth : _operations;

    private TokenBucket? Replace(TokenBucket? bucket, TokenBucketSize? measures) => measures switch
    {
        null => bucket,
        { IsLimit: true } => new TokenBucket(measures, _clock()),
        _ => null,
    };

    private void Pause(ulong nanoseconds, ulong now)
    {
        PausedNanoseconds = nanoseconds;
        _pausedAt = now;
        // Whole ticks, and never less than one: zero would stop the timer.
        long ticks = (long)((nanoseconds + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
        _timer.Start(TimeSpan.FromTicks(ticks), TimeSpan.Zero);
    }
}
