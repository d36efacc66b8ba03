using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Limits;

/// <summary>
/// Limits a device to a number of bytes and of requests per time. After it refused a request, or passed one larger than a whole bucket, it refuses
/// everything until its timer expires; then it calls the device. Limiting allocates nothing. Only the loop's thread may use it.
/// </summary>
internal sealed partial class RateLimiter : IEventHandler, IDisposable
{
    /// <summary>
    /// The longest time for which it refuses everything after a request found too few tokens: 100 ms, as in Firecracker. A bucket that is full earlier
    /// would lose the tokens of the rest.
    /// </summary>
    internal const ulong PauseNanoseconds = 100_000_000;

    // 146 years: a cap for debts longer than any guest lives, which the kernel still accepts as a timeout.
    private const ulong LongestPause = 1UL << 62;

    private readonly Func<ulong> _clock;
    private readonly Action _resume;
    private readonly TimerFd _timer = TimerFd.Create();
    private TokenBucket? _bandwidth;
    private TokenBucket? _operations;

    // Start of the timer, in the clock's nanoseconds.
    private ulong _pausedAt;

    /// <summary>
    /// Creates a limiter with full buckets. The timer exists even without a limit: a later update may set one when no descriptor is available.
    /// </summary>
    /// <param name="watches">The device's watches; the timer becomes one of them.</param>
    /// <param name="clock">Returns a monotonic time in nanoseconds: <see cref="MonotonicClock.Nanoseconds"/> outside tests.</param>
    /// <param name="resume">Called by the loop, with the gate held, when the device may retry.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal RateLimiter(RateLimiterConfiguration configuration, WatchGroup watches, Func<ulong> clock, Action resume)
    {
        _clock = clock;
        _resume = resume;
        Update(configuration);
        watches.Add(_timer.Descriptor, this);
    }

    /// <summary>Whether everything is refused until the timer expires.</summary>
    internal bool IsBlocked => PausedNanoseconds != 0;

    /// <summary>Nanoseconds that the timer was started with; 0 when it is not running.</summary>
    internal ulong PausedNanoseconds { get; private set; }

    /// <summary>Replaces buckets with new, full ones. A running timer continues.</summary>
    /// <param name="change">The buckets to replace; a bucket that limits nothing removes the limit.</param>
    internal void Update(RateLimiterConfiguration change)
    {
        _bandwidth = Replace(_bandwidth, change.Bandwidth);
        _operations = Replace(_operations, change.Operations);
    }

    /// <summary>Takes the tokens of a request: one operation and its bytes, both or neither.</summary>
    /// <param name="bytes">Bytes of the request; 0 if it carries no data.</param>
    /// <returns>False when the request has to wait; the device is called when it may retry.</returns>
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

    /// <summary>Takes tokens of one kind.</summary>
    /// <returns>False when the device has to wait; it is called when it may retry.</returns>
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
        // A request larger than the bucket would wait forever: pass it, and pause for the time that its debt takes to refill.
        bool passes = bucket.TryBorrow(count, now, out ulong owed);
        Pause(passes ? Math.Min(owed, LongestPause) : Math.Min(bucket.NanosecondsUntilFull, PauseNanoseconds), now);
        return passes;
    }

    /// <summary>Returns the tokens of an operation that was not performed.</summary>
    internal void Refund(TokenKind kind, ulong count) => Bucket(kind)?.Refund(count);

    /// <summary>The timer expired: the device may retry.</summary>
    public void OnReady(EpollEvents events)
    {
        _timer.Drain();
        PausedNanoseconds = 0;
        _resume();
    }

    /// <summary>Closes the timer; its watch must be silent.</summary>
    public void Dispose() => _timer.Dispose();

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
