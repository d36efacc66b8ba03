using Kiln.Vmm.State;

namespace Kiln.Vmm.Limits;

/// <summary>
/// A bucket that fills at a steady rate and is emptied by what it limits. It is full at first, and looks at the clock only when it has
/// not enough: after a pause it gives its size twice, once from what it holds and once from what has flowed in. Its arithmetic is exact
/// for every 64-bit measure. One thread at a time.
/// </summary>
internal sealed class TokenBucket
{
    private readonly ulong _size;
    private readonly ulong _refillNanoseconds;
    private readonly ulong _wholeBurst;
    private ulong _burst;
    private ulong _tokens;
    private ulong _filledAt;

    // What has flowed in of the next token, times the nanoseconds of a refill; always less than they.
    private ulong _fraction;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="measures">Its measures; <see cref="TokenBucketSize.IsLimit"/>.</param>
    /// <param name="now">The time, in nanoseconds of a clock that never goes back.</param>
    internal TokenBucket(TokenBucketSize measures, ulong now)
    {
        _size = measures.Size;
        _refillNanoseconds = measures.RefillMilliseconds * TokenBucketSize.NanosecondsPerMillisecond;
        _wholeBurst = measures.OneTimeBurst;
        _burst = _wholeBurst;
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

    /// <summary>Takes more tokens than the bucket can ever hold: all that there are, and the rest is owed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="now">The time, in nanoseconds of the same clock.</param>
    /// <param name="owedNanoseconds">How long what is owed takes to flow in, at least 1; 0 when nothing was taken.</param>
    /// <returns>False, and nothing is taken, when a full bucket would do.</returns>
    internal bool TryBorrow(ulong count, ulong now, out ulong owedNanoseconds)
    {
        owedNanoseconds = 0;
        if (count <= _burst || count - _burst <= _size)
        {
            return false;
        }
        Fill(now);
        UInt128 owed = (UInt128)(count - _burst - _tokens) * _refillNanoseconds;
        owedNanoseconds = (ulong)UInt128.Min(((owed - 1) / _size) + 1, ulong.MaxValue);
        _burst = 0;
        _tokens = 0;
        return true;
    }

    /// <summary>Gives tokens back that were taken for something that then was not done. What does not fit is lost.</summary>
    /// <param name="count">How many.</param>
    internal void Refund(ulong count)
    {
        // As in Firecracker it is the burst's as long as there is one: where the tokens came from is not kept.
        if (_burst > 0)
        {
            _burst += Math.Min(count, _wholeBurst - _burst);
            return;
        }
        Add(count, _fraction);
    }

    /// <summary>Saves how full it is. What flows in counts from now when it is loaded: the time between is not the guest's.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="now">The time, in nanoseconds of the same clock.</param>
    internal void Save(ref StateWriter state, ulong now)
    {
        state.WriteUInt64(_burst);
        state.WriteUInt64(_tokens);
        state.WriteUInt64(_fraction);
        state.WriteUInt64(now - _filledAt);
    }

    /// <summary>Reads how full a bucket of these measures is.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">No bucket of these measures can be so full.</exception>
    internal TokenLevel Read(ref StateReader state) => new(
        state.ReadUInt64("burst", _wholeBurst),
        state.ReadUInt64("tokens", _size),
        state.ReadUInt64("fraction", _refillNanoseconds - 1),
        state.ReadUInt64("elapsed"));

    /// <summary>Makes it as full as another was.</summary>
    /// <param name="level">What was read of that.</param>
    /// <param name="now">The time, in nanoseconds of the same clock.</param>
    internal void Load(TokenLevel level, ulong now)
    {
        _burst = level.Burst;
        _tokens = level.Tokens;
        _fraction = level.Fraction;
        // Before the clock began, perhaps: only the difference is ever used.
        _filledAt = now - level.ElapsedNanoseconds;
    }

    private void Fill(ulong now)
    {
        UInt128 flow = ((UInt128)(now - _filledAt) * _size) + _fraction;
        (UInt128 arrived, UInt128 fraction) = UInt128.DivRem(flow, _refillNanoseconds);
        _filledAt = now;
        Add(arrived, (ulong)fraction);
    }

    // A full bucket keeps no part of a token either.
    private void Add(UInt128 count, ulong fraction)
    {
        if (count >= _size - _tokens)
        {
            _tokens = _size;
            _fraction = 0;
            return;
        }
        _tokens += (ulong)count;
        _fraction = fraction;
    }
}
