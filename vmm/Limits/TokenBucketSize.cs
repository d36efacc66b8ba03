using Kiln.Linux.Abi;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Limits;

/// <summary>Parameters of a token bucket.</summary>
/// <param name="Size">Tokens of a full bucket; 0 means no limit.</param>
/// <param name="OneTimeBurst">Extra tokens, available once at the start.</param>
/// <param name="RefillMilliseconds">Milliseconds in which an empty bucket refills; 0 means no limit.</param>
internal sealed record TokenBucketSize(ulong Size, ulong OneTimeBurst, ulong RefillMilliseconds)
{
    // About 584 years; the nanoseconds of a longer refill do not fit in 64 bits.
    private const ulong LongestRefill = ulong.MaxValue / NanosecondsPer.Millisecond;

    /// <summary>Whether it limits anything. As in Firecracker, a refill longer than 584 years does not.</summary>
    internal bool IsLimit => Size > 0 && RefillMilliseconds is > 0 and <= LongestRefill;

    /// <summary>Saves the parameters, or that there are none.</summary>
    internal static void Save(TokenBucketSize? bucket, ref StateWriter state)
    {
        state.WriteBoolean(bucket is not null);
        if (bucket is not null)
        {
            state.WriteUInt64(bucket.Size);
            state.WriteUInt64(bucket.OneTimeBurst);
            state.WriteUInt64(bucket.RefillMilliseconds);
        }
    }

    /// <exception cref="StateFailure"/>
    internal static TokenBucketSize? Load(string field, ref StateReader state) =>
        state.ReadBoolean(field) ? new TokenBucketSize(state.ReadUInt64(field), state.ReadUInt64(field), state.ReadUInt64(field)) : null;
}
