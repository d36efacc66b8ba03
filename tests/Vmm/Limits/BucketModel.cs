using System.Numerics;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>A bucket in whole numbers without bound: its content is kept in tokens times the nanoseconds of a refill.</summary>
internal sealed class BucketModel(TokenBucketSize measures, ulong start)
{
    private static readonly BigInteger _millisecond = 1_000_000;

    private readonly BigInteger _unit = measures.RefillMilliseconds * _millisecond;
    private BigInteger _content = measures.Size * (measures.RefillMilliseconds * _millisecond);
    private BigInteger _burst = measures.OneTimeBurst;
    private BigInteger _time = start;

    private BigInteger Full => measures.Size * _unit;

    // Takes all or nothing; of a request larger than the bucket, everything available, and the rest as a waiting time. With nothing taken, the time until
    // the bucket is full.
    internal (bool Passes, BigInteger Owed) Take(ulong count, ulong now)
    {
        if (count <= _burst)
        {
            _burst -= count;
            _time = now;
            return (true, 0);
        }
        BigInteger rest = (count - _burst) * _unit;
        if (rest > _content)
        {
            _content = BigInteger.Min(Full, _content + ((now - _time) * measures.Size));
            _time = now;
        }
        if (rest > Full)
        {
            // A part of a token is not taken: it stays.
            BigInteger owed = (count - _burst - (_content / _unit)) * _unit;
            (_burst, _content) = (0, _content % _unit);
            return (true, (owed + measures.Size - 1) / measures.Size);
        }
        if (rest > _content)
        {
            return (false, (Full - _content + measures.Size - 1) / measures.Size);
        }
        (_burst, _content) = (0, _content - rest);
        return (true, 0);
    }

    internal void Refund(ulong count)
    {
        if (_burst > 0)
        {
            _burst = BigInteger.Min(_burst + count, measures.OneTimeBurst);
        }
        else
        {
            _content = BigInteger.Min(_content + (count * _unit), Full);
        }
    }
}
