using System.Numerics;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>
/// What section 7 of the contract says of a limiter, over buckets in exact arithmetic; except that a pause ends when the bucket is full.
/// </summary>
internal sealed class LimiterModel
{
    private static readonly BigInteger _hundredMilliseconds = 100_000_000;

    private readonly BucketModel?[] _buckets = new BucketModel?[2];

    // How long the timer was set to, or zero.
    internal BigInteger Paused { get; private set; }

    internal void Update(RateLimiterConfiguration change, ulong now)
    {
        Replace(TokenKind.Bandwidth, change.Bandwidth, now);
        Replace(TokenKind.Operations, change.Operations, now);
    }

    internal bool Take(TokenKind kind, ulong count, ulong now)
    {
        if (Paused > 0)
        {
            return false;
        }
        if (_buckets[(int)kind] is not { } bucket)
        {
            return true;
        }
        (bool passes, BigInteger owed) = bucket.Take(count, now);
        Paused = passes ? owed : BigInteger.Min(owed, _hundredMilliseconds);
        return passes;
    }

    internal bool TakeRequest(ulong bytes, ulong now)
    {
        bool passes = Take(TokenKind.Operations, 1, now);
        if (passes && bytes != 0 && !Take(TokenKind.Bandwidth, bytes, now))
        {
            Refund(TokenKind.Operations, 1);
            return false;
        }
        return passes;
    }

    internal void Refund(TokenKind kind, ulong count) => _buckets[(int)kind]?.Refund(count);

    internal void Expire() => Paused = 0;

    private void Replace(TokenKind kind, TokenBucketSize? measures, ulong now)
    {
        if (measures is not null)
        {
            BigInteger refill = measures.RefillMilliseconds * (BigInteger)1_000_000;
            _buckets[(int)kind] = measures.Size > 0 && refill > 0 && refill <= ulong.MaxValue ? new BucketModel(measures, now) : null;
        }
    }
}
