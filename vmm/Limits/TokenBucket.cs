using Kiln.Linux.Abi;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Limits;

/// <summary>
/// A token bucket that refills at a steady rate. It is full initially and reads the clock only when it runs short: after an idle period it can
/// therefore yield its size twice, once from its content and once from the refill. Its arithmetic is exact for all 64-bit parameters. One thread at
/// a time.
/// </summary>
internal sealed class TokenBucket
{
    private readonly ulong _size;
    private readonly ulong _refillNanoseconds;
    private readonly ulong _wholeBurst;
    private ulong _burst;
    private ulong _tokens;
    private ulong _filledAt;

    // Accrued part of the next token, times the nanoseconds of a full refill; always less than those.
    private ulong _fraction;

    /// <summary>Creates a full bucket.</summary>
    /// <param name="now">Present time, in nanoseconds of a monotonic clock.</param>
    internal TokenBucket(TokenBucketSize measures, ulong now)
    {
        _size = measures.Size;
        _refillNanoseconds = measures.RefillMilliseconds * NanosecondsPer.Millisecond;
        _wholeBurst = measures.OneTimeBurst;
        _burst = _wholeBurst;
        _tokens = _size;
        _filledAt = now;
    }

    /// <summary>Takes all requested tokens, or none.</summary>
    /// <param name="now">Present time, in nanoseconds of the same clock.</param>
    /// <returns>False when the bucket holds too few.</returns>
    internal bool TryTake(ulong count, ulong now)
    {
        if (_burst >= count)
        {
            _burst -= count;
            // Nothing refills while the burst lasts: the bucket is still full, and the refill starts now.
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

    /// <summary>Takes more tokens than the bucket can ever hold: empties it and owes the rest.</summary>
    /// <param name="now">Present time, in nanoseconds of the same clock.</param>
    /// <param name="owedNanoseconds">Nanoseconds until the debt is refilled, at least 1; 0 when nothing was taken.</param>
    /// <returns>False, with nothing taken, when a full bucket would suffice.</returns>
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

    /// <summary>The time from the last refill, which a refused request makes, until the bucket is full, rounded up.</summary>
    internal ulong NanosecondsUntilFull
    {
        get
        {
            UInt128 missing = ((UInt128)(_size - _tokens) * _refillNanoseconds) - _fraction;
            return (ulong)UInt128.Min((missing + _size - 1) / _size, ulong.MaxValue);
        }
    }

    /// <summary>Returns the tokens of an operation that was not performed. Excess tokens are dropped.</summary>
    internal void Refund(ulong count)
    {
        // As in Firecracker they go to the burst while there is any left: where tokens came from is not recorded.
        if (_burst > 0)
        {
            _burst += Math.Min(count, _wholeBurst - _burst);
            return;
        }
        Add(count, _fraction);
    }

    /// <summary>Saves the fill level. After a load the refill continues from then: the guest does not gain the time in between.</summary>
    /// <param name="now">Present time, in nanoseconds of the same clock.</param>
    internal void Save(ref StateWriter state, ulong now)
    {
        state.WriteUInt64(_burst);
        state.WriteUInt64(_tokens);
        state.WriteUInt64(_fraction);
        state.WriteUInt64(now - _filledAt);
    }

    /// <summary>Reads the fill level of a bucket with these parameters.</summary>
    /// <exception cref="StateFailure">A bucket with these parameters cannot have that level.</exception>
    internal TokenLevel Read(ref StateReader state) => new(
        state.ReadUInt64("burst", _wholeBurst),
        state.ReadUInt64("tokens", _size),
        state.ReadUInt64("fraction", _refillNanoseconds - 1),
        state.ReadUInt64("elapsed"));

    /// <summary>Sets the fill level.</summary>
    /// <param name="level">A level that was read from a state.</param>
    /// <param name="now">Present time, in nanoseconds of the same clock.</param>
    internal void Load(TokenLevel level, ulong now)
    {
        _burst = level.Burst;
        _tokens = level.Tokens;
        _fraction = level.Fraction;
        // May wrap below zero: only differences are used.
        _filledAt = now - level.ElapsedNanoseconds;
    }

    private void Fill(ulong now)
    {
        UInt128 flow = ((UInt128)(now - _filledAt) * _size) + _fraction;
        (UInt128 arrived, UInt128 fraction) = UInt128.DivRem(flow, _refillNanoseconds);
        _filledAt = now;
        Add(arrived, (ulong)fraction);
    }

    // A full bucket does not keep a partial token.
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
