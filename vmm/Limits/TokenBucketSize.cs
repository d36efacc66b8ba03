namespace Kiln.Vmm.Limits;

/// <summary>The measures of a token bucket.</summary>
/// <param name="Size">Tokens that it holds when it is full; 0 limits nothing.</param>
/// <param name="OneTimeBurst">Tokens that are there once, at the start, besides.</param>
/// <param name="RefillMilliseconds">How long an empty bucket takes to be full; 0 limits nothing.</param>
internal sealed record TokenBucketSize(ulong Size, ulong OneTimeBurst, ulong RefillMilliseconds)
{
    /// <summary>Nanoseconds in a millisecond, the unit that operators give.</summary>
    internal const ulong NanosecondsPerMillisecond = 1_000_000;

    // Some 584 years; with more the nanoseconds of a refill would not fit 64 bits.
    private const ulong LongestRefill = ulong.MaxValue / NanosecondsPerMillisecond;

    /// <summary>Whether it limits anything. As in Firecracker a refill of more than 584 years does not.</summary>
    internal bool IsLimit => Size > 0 && RefillMilliseconds is > 0 and <= LongestRefill;
}
