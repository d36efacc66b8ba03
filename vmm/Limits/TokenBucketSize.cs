namespace Kiln.Vmm.Limits;

/// <summary>The measures of a token bucket.</summary>
/// <param name="Size">Tokens that it holds when it is full; 0 limits nothing.</param>
/// <param name="OneTimeBurst">Tokens that are there once, at the start, besides.</param>
/// <param name="RefillMilliseconds">How long an empty bucket takes to be full; 0 limits nothing.</param>
internal sealed record TokenBucketSize(ulong Size, ulong OneTimeBurst, ulong RefillMilliseconds)
{
    /// <summary>Whether it limits anything.</summary>
    internal bool IsLimit => Size > 0 && RefillMilliseconds > 0;
}
