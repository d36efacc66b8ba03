namespace Kiln.Vmm.Limits;

/// <summary>
/// A bucket that fills at a steady rate and is emptied by what it limits. It is full at first, and looks at the clock only when it has
/// not enough: after a pause it gives its size twice, once from what it holds and once from what has flowed in. One thread at a time.
/// </summary>
internal sealed class TokenBucket
{
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private readonly ulong _size;
    private readonly UInt128 _refillNanoseconds;
    private ulong _burst;
    private ulong _tokens;
    private ulong _filledAt;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="measures">Its measures; <see cref="TokenBucketSize.IsLimit"/>.</param>
    /// <param name="now">The time, in nanoseconds of a clock that never goes back.</param>
    internal TokenBucket(TokenBucketSize measures, ulong now)
    {
        _size = measures.Size;
        _refillNanoseconds = (UInt128)measures.RefillMilliseconds * NanosecondsPerMillisecond;
        _burst = measures.OneTimeBurst;
        _tokens = _size;
        _filledAt = now;
    }

    /// <summary>Takes tokens, all or none.</summary>
    /// <param name="count">How many.</param>
    /// <param name="now">The time, in nanoseconds of the same clock.</param>
    /// <returns>Whether there were as many.</returns>
    internal bool TryTake(ulong count, ulong now)
    {
        if (_burst >= count)
        {
            _burst -= count;
            // While the burst lasts nothing flows in: the bucket is still full, and time counts from here.
            _filledAt = now;
            return true;
        }
        ulong rest = count - _burst;
        if (_tokens < rest)
        {
            Fill(now);
        }
        if (_tokens < rest)
        {
            return false;
        }
        _burst = 0;
        _tokens -= rest;
        return true;
    }

    // Whole tokens only, and time only as far as they needed it: what is left of both is there the next time. A full bucket keeps neither.
    private void Fill(ulong now)
    {
        UInt128 arrived = (UInt128)(now - _filledAt) * _size / _refillNanoseconds;
        if (_tokens + arrived >= _size)
        {
            _tokens = _size;
            _filledAt = now;
            return;
        }
        _tokens += (ulong)arrived;
        _filledAt += (ulong)(((arrived * _refillNanoseconds) + (_size - 1)) / _size);
    }
}
